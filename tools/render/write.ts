import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Refusal } from "../refusal";
import type { RenderedFile } from "./manifests";

/** A file that every rendering has. A folder without it is somebody else's. */
export const valuesFile = "generated.json";

/** Refuses a folder that holds anything but a rendering: what it holds would be gone afterwards. */
export function refuseForeignFolder(folder: string): void {
  const names = namesIn(folder);
  if (names.length > 0 && !names.includes(valuesFile)) {
    throw new Refusal(
      `${shown(folder)} holds other files, which a rendering would replace: name a new folder with --out`,
    );
  }
}

/**
 * Writes the files into a new folder and puts it in the place of the old one in one step, so that
 * whoever reads it sees one rendering or the other.
 */
export function replaceFolder(folder: string, files: readonly RenderedFile[]): void {
  const target = resolve(folder);
  // Beside the target: only within one file system is a move a single step.
  const next = newFolderBeside(target);
  const previous = `${next}.previous`;
  try {
    for (const { path, content, secret } of files) {
      const file = join(next, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode: secret ? 0o600 : 0o644 });
    }
    if (namesIn(target).length > 0) {
      renameSync(target, previous);
    }
    move(next, target, previous);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  rmSync(previous, { recursive: true, force: true });
}

function newFolderBeside(target: string): string {
  try {
    mkdirSync(dirname(target), { recursive: true });
    return mkdtempSync(`${target}.`);
  } catch (error) {
    throw new Refusal(
      `${shown(dirname(target))} cannot be written to: ${(error as Error).message}`,
    );
  }
}

/** An empty folder is replaced by the move itself. */
function move(next: string, target: string, previous: string): void {
  try {
    renameSync(next, target);
  } catch (error) {
    if (namesIn(previous).length > 0) {
      renameSync(previous, target);
    }
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      return [];
    }
    throw new Refusal(`${shown(folder)} cannot be read: ${message}`);
  }
}

const shown = (path: string) => relative(process.cwd(), path) || ".";
