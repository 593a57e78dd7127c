import { Refusal } from "../refusal";

/** Someone asked the command to stop. */
export class Interrupted extends Refusal {}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs something and then cleans up after it, whether it ends, fails or is interrupted: a signal does
 * not end the process, but this with an `Interrupted`. What runs is not stopped by it; a command that
 * has returned ends the process.
 */
export async function interruptible<T>(
  run: () => Promise<T>,
  cleanUp: () => Promise<void>,
): Promise<T> {
  let onSignal: (signal: NodeJS.Signals) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    onSignal = (signal) => {
      reject(new Interrupted(`interrupted by ${signal}`));
    };
  });
  signals.forEach((signal) => process.on(signal, onSignal));
  try {
    return await Promise.race([run(), stopped]);
  } finally {
    try {
      await cleanUp();
    } finally {
      signals.forEach((signal) => process.off(signal, onSignal));
    }
  }
}
