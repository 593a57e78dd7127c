// Preloaded into a measured process: tells on its last line what the process used.
"use strict";
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    wallSeconds: process.uptime(),
    peakMegabytes: maxRSS / 1024,
  };
  require("node:fs").writeSync(2, `\n${JSON.stringify(usage)}\n`);
});
