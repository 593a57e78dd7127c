import { command } from "./refusal";
import { stopCluster } from "./start/throwAwayCluster";

void command(async () => {
  await stopCluster();
  process.stdout.write("Stopped. Nothing is left running.\n");
});
