import { readFileSync } from "node:fs";
import { join } from "node:path";
import samples from "../../examples/fraiseql-python/samples.json";

/** Lines that the Python example's formatter printed, by name: `examples/fraiseql-python/samples.py`. */
export const pythonLines: Readonly<Record<keyof typeof samples, string>> = samples;

const rustFile = join(__dirname, "../../examples/fraiseql-rust/samples.jsonl");

/** Every line that the Rust example printed. */
export const rustLines: readonly string[] = readFileSync(rustFile, "utf8").trimEnd().split("\n");

/** The line of the Rust example with this message. */
export function rustLine(message: string): string {
  const found = rustLines.filter((line) => messageOf(line) === message);
  if (found.length !== 1) {
    throw new Error(`${rustFile} has ${found.length} lines ${JSON.stringify(message)}, not one`);
  }
  return found.join("");
}

const messageOf = (line: string) =>
  (JSON.parse(line) as { readonly fields: { readonly message: string } }).fields.message;
