// Adds up the result files of a run. A step that failed without a failed test, such as a linter or a
// runner that never started, counts as one failure of its own.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const linesOfMessage = 15;
const [folder, failedSteps] = process.argv.slice(2);
const expected = ["unit.xml", "conformance.xml", "e2e.xml"];

// What failed and why, once more at the end: the runner's own words are far above it by then.
function tellFailures(file, report) {
  for (const [, attributes, body] of report.matchAll(/<testcase ([^>]*[^/])>(.*?)<\/testcase>/gs)) {
    const [, message] = /<(?:failure|error)[^>]*>(.*?)<\/(?:failure|error)>/s.exec(body) ?? [];
    if (message !== undefined) {
      const [, name] = /\bname="([^"]*)"/.exec(attributes) ?? [];
      const lines = message.split("\n").filter((line) => !line.includes("node_modules"));
      const told = lines.slice(0, linesOfMessage).join("\n    ");
      console.log(unescape(`${file}: ${name}\n    ${told}`));
    }
  }
}

function unescape(text) {
  const names = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => names[name]);
}

let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of expected) {
  if (!readdirSync(folder, { withFileTypes: true }).some((entry) => entry.name === file)) {
    console.log(`there is no ${file}: its runner wrote no result`);
    failed += 1;
    continue;
  }
  const report = readFileSync(join(folder, file), "utf8");
  const [suites] = /<testsuites [^>]*>/.exec(report) ?? [""];
  const left = [...report.matchAll(/<testsuite [^>]*\bskipped="(\d+)"/g)];
  const leftOut = left.reduce((sum, [, number]) => sum + Number(number), 0);
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suites)?.[1] ?? NaN);
  const [tests, failures, errors] = ["tests", "failures", "errors"].map(count);
  if (!(tests > 0)) {
    console.log(`${file} holds no test`);
    failed += 1;
    continue;
  }
  passed += tests - failures - errors - leftOut;
  skipped += leftOut;
  failed += failures + errors;
  tellFailures(file, report);
}
if (failed === 0) {
  failed = Number(failedSteps);
}
if (skipped > 0) {
  console.log(`${skipped} skipped: the tests of Pulumi's engine run where DEPLOY=pulumi`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
