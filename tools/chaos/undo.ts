/** A change to the cluster that has to be taken back. */
export interface Change {
  /** What was changed, for people. */
  readonly what: string;
  /** The command that takes it back, should this program not be able to. */
  readonly command: string;
  readonly undo: () => Promise<void>;
}

/** What the command has changed on the cluster and not taken back yet. */
export class Changes {
  private readonly open: Change[] = [];

  /** To be called before the change is made: an interruption may come in the middle of it. */
  add(change: Change): void {
    this.open.push(change);
  }

  /** Takes one change back. What cannot be is kept, and the error says the command that does it. */
  async undo(change: Change): Promise<void> {
    try {
      await change.undo();
    } catch (error) {
      throw new Error(`${change.what} is not undone, run: ${change.command}`, { cause: error });
    }
    this.open.splice(this.open.indexOf(change), 1);
  }

  /** How many changes are not taken back yet. */
  get count(): number {
    return this.open.length;
  }

  /**
   * Takes everything back, the last change first, and tells each.
   * @param since how many of the first changes stay @default none
   * @returns commands for what could not be taken back
   */
  async undoAll(tell: (line: string) => void, since = 0): Promise<string[]> {
    const left: string[] = [];
    for (const change of this.open.slice(since).reverse()) {
      try {
        await this.undo(change);
        tell(`undone: ${change.what}`);
      } catch {
        left.push(change.command);
      }
    }
    return left;
  }
}
