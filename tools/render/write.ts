import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { RenderedFile } from "./manifests";

/**
 * Writes the files into a new folder and puts it in the place of the old one in one step, so that
 * whoever reads it sees one rendering or the other.
 */
export function replaceFolder(folder: string, files: readonly RenderedFile[]): void {
  const target = resolve(folder);
  mkdirSync(dirname(target), { recursive: true });
  // Beside the target: only within one file system is a move a single step.
  const next = mkdtempSync(`${target}.`);
  const previous = `${next}.previous`;
  try {
    for (const { path, content, secret } of files) {
      const file = join(next, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode: secret ? 0o600 : 0o644 });
    }
    moveAway(target, previous);
    renameSync(next, target);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(previous, { recursive: true, force: true });
  }
}

function moveAway(target: string, previous: string): void {
  try {
    renameSync(target, previous);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
}
