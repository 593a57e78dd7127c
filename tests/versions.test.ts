import { readFileSync } from "node:fs";
import { join } from "node:path";
import { images } from "../components/versions";

const root = join(__dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The test bed's stand-ins by program. */
const standIns = Object.fromEntries(
  read("testbed/images.txt")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/\s+/))
    .map(([reference = "", program = ""]) => [program, reference]),
);

test("the test bed has a stand-in for the images the program was tested with", () => {
  const { loki, lokiCanary, promtail, consul, caddy } = images;
  const { busybox, ...others } = standIns;
  expect(others).toEqual({ loki, "loki-canary": lokiCanary, promtail, consul, caddy });
  expect(busybox).toBe("busybox:1.36");
});

test.each([
  { program: "loki", module: "github.com/grafana/loki/v3 v3.7.6 " },
  // The module proxy has no 3.6.11, the last image that was published.
  { program: "promtail", module: "github.com/grafana/loki/v3 v3.6." },
  { program: "consul", module: "github.com/hashicorp/consul v1.22.3 " },
  { program: "caddy", module: "github.com/caddyserver/caddy/v2 v2.11.4 " },
] as const)("the test bed's $program is built from the version of the image", (row) => {
  const [, version = ""] = /v([\d.]+)/.exec(row.module.trim().replace(/.* /, "")) ?? [];
  expect(images[row.program]).toContain(`:${version}`);
  expect(read(`testbed/modules/${row.program}/go.mod`)).toContain(row.module);
});
