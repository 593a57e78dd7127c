export { program } from "../../tools/programs";
