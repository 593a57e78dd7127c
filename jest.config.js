// The SDK loads these for closures, automation and an exporter, none of which a test here uses:
// without them a test file starts in less than half the time.
const unused = "<rootDir>/tests/support/unused.js";
const common = {
  transform: { "^.+\\.ts$": "ts-jest" },
  moduleNameMapper: {
    "^@npmcli/arborist$": unused,
    "(^|/)typescript-shim$": unused,
    "^@opentelemetry/exporter-zipkin$": unused,
    "/automation$": unused,
  },
};

module.exports = {
  // A busy machine takes several times as long, and a test that hangs still ends.
  testTimeout: 30_000,
  // `npm run check` and the gate ask for it; it costs time.
  collectCoverage: process.env.COVERAGE === "on",
  collectCoverageFrom: ["components/**/*.ts"],
  coverageReporters: ["text-summary", "text", "lcovonly"],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  reporters: ["default", ["jest-junit", { outputDirectory: "test-results" }]],
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "/tests/conformance/", "/tests/e2e/"],
    },
    {
      ...common,
      displayName: "conformance",
      testMatch: ["<rootDir>/tests/conformance/**/*.test.ts"],
    },
    { ...common, displayName: "e2e", testMatch: ["<rootDir>/tests/e2e/**/*.test.ts"] },
  ],
};
