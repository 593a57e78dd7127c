import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", "rendered/", "coverage/", "**/*.js", "**/*.mjs"] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // Numbers read well in messages; everything else must be turned into text on purpose.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A component registers itself with the engine when it is constructed.
      "no-new": "off",
      "max-lines": ["error", { max: 250 }],
      "max-lines-per-function": ["error", { max: 60 }],
    },
  },
  {
    // Grafana's SDK calls the classic form of dashboards deprecated, for one of Grafana Cloud. Files
    // in the classic form are what every Grafana provisions and imports.
    files: [
      "components/grafana/dashboards/**",
      "tests/grafana/dashboards/**",
      "tools/dashboards/**",
    ],
    rules: { "@typescript-eslint/no-deprecated": "off" },
  },
  {
    files: ["tests/**"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Loads LogQL's grammar only in a stack that has rules of its own.
    files: ["components/settings/logqlAlerts.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    // Loads a cloud's SDK only in a stack that uses it; an import would load both in every stack.
    files: [
      "components/storage/storage.ts",
      "components/tracing/tempoStorage.ts",
      "tools/retentionAudit/openStore.ts",
    ],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
