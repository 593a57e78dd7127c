// Loads the program's TypeScript for the commands in this folder, in half the CPU time of
// `sucrase/register`: what Sucrase made of a file is kept for the next run, by the file's content,
// and what the SDK loads for features that no command uses is loaded when it is first touched.
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const sucrase = path.dirname(require.resolve("sucrase/package.json"));
const { version } = require("sucrase/package.json");
const options = { transforms: ["typescript", "imports"] };
const cache = path.join(__dirname, "..", "node_modules", ".cache", "fraiseql-loki");

/** @param {string} code @param {string} filename */
function transform(code, filename) {
  const key = createHash("sha256").update(JSON.stringify([version, options, filename, code]));
  const cached = path.join(cache, `${key.digest("hex")}.js`);
  try {
    return fs.readFileSync(cached, "utf8");
  } catch {
    const result = require(sucrase).transform(code, { ...options, filePath: filename }).code;
    keep(cached, result);
    return result;
  }
}

/** A checkout that cannot be written to costs time, nothing else. */
function keep(cached, code) {
  try {
    fs.mkdirSync(cache, { recursive: true });
    const unfinished = `${cached}.${process.pid}`;
    fs.writeFileSync(unfinished, code);
    fs.renameSync(unfinished, cached);
  } catch {
    return;
  }
}

Module._extensions[".ts"] = (module, filename) => {
  module._compile(transform(fs.readFileSync(filename, "utf8"), filename), filename);
};

/** The closure serializer's compiler and package reader, an exporter, and the Automation API. */
const seldomUsed = [
  /^@npmcli\/arborist$/,
  /(^|\/)typescript-shim$/,
  /^@opentelemetry\/exporter-zipkin$/,
  /\/automation$/,
];

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!seldomUsed.some((pattern) => pattern.test(request))) {
    return load.call(this, request, parent, isMain);
  }
  let loaded;
  const real = () => (loaded ??= load.call(Module, request, parent, isMain));
  return new Proxy(
    {},
    {
      get: (_, name) => real()[name],
      has: (_, name) => name in real(),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, name) => ({
        ...Reflect.getOwnPropertyDescriptor(real(), name),
        configurable: true,
      }),
    },
  );
};
