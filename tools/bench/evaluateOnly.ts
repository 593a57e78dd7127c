import program from "../../index";
import { evaluate } from "../evaluate";
import { readStackFile } from "../render/stackFile";

/** Evaluates a stack and does nothing with it: what a preview costs on this side of the engine. */
const [stack = "", file = ""] = process.argv.slice(2);
void evaluate(program, { stack, config: readStackFile(file) });
