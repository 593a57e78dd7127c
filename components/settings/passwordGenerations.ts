/** What the settings say of the passwords of a client of the gateway. */
export interface PasswordGenerations {
  readonly passwordGeneration: number;
  readonly oldestPasswordGeneration?: number | undefined;
}

/** Whose passwords the gateway knows: the generation that is used, and the one before for a while. */
export interface AcceptedGenerations {
  readonly current: number;
  /** @default nobody of an earlier generation is let in */
  readonly previous?: number;
}

/**
 * The generations that a client may use. Unless it is ended the one before is: a generation that is
 * raised and nothing else refuses nobody.
 */
export function acceptedGenerations(settings: PasswordGenerations): AcceptedGenerations {
  const { passwordGeneration: current, oldestPasswordGeneration } = settings;
  const oldest = oldestPasswordGeneration ?? Math.max(1, current - 1);
  return oldest < current ? { current, previous: current - 1 } : { current };
}

/** What names of a generation end in. The first has the names of stacks that never rotated. */
export const generationSuffix = (generation: number) => (generation === 1 ? "" : `-${generation}`);
