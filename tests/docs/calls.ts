import { blocksIn } from "./blocks";
import { notRun, type NotRun } from "./notRun";
import { callsOf, callText, type Call } from "./shell";

/** Every command of every page. */
export const allCalls: readonly Call[] = blocksIn("bash", "sh").flatMap(callsOf);

const covers = ({ page, command }: NotRun, call: Call) =>
  call.block.page === page && `${callText(call)} `.startsWith(`${command} `);

/** Whether a command is one of those that no test runs. */
export const isNotRun = (call: Call) => notRun.some((entry) => covers(entry, call));

/** Entries of the list that no command needs. */
export const unusedEntries = () =>
  notRun.filter((entry) => !allCalls.some((call) => covers(entry, call)));

/** The calls of a program that a test has to run. */
export const callsToRun = (program: string) =>
  allCalls.filter((call) => call.program === program && !isNotRun(call));
