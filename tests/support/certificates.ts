import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of a test. */
export class Authority {
  private constructor(
    private readonly folder: string,
    /** PEM. */
    readonly certificate: string,
  ) {}

  static create(name = "test"): Authority {
    const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-ca-"));
    const files = ["-keyout", "ca.key", "-out", "ca.crt", "-days", "30", "-nodes"];
    openssl(folder, ["req", "-x509", ...newKey, ...files, "-subj", `/CN=${name}`]);
    return new Authority(folder, readFileSync(join(folder, "ca.crt"), "utf8"));
  }

  /** A certificate of a subject such as `/CN=a`, for these names where it is a server's. */
  issue(subject: string, dnsNames: readonly string[] = []): Certificate {
    const request = ["-keyout", "own.key", "-out", "own.csr", "-nodes", "-subj", subject];
    openssl(this.folder, ["req", ...newKey, ...request]);
    writeFileSync(
      join(this.folder, "extensions"),
      dnsNames.length === 0 ? "" : `subjectAltName=${dnsNames.map((n) => `DNS:${n}`).join(",")}\n`,
    );
    const signed = ["-in", "own.csr", "-out", "own.crt", "-days", "20", "-extfile", "extensions"];
    const by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
    openssl(this.folder, ["x509", "-req", ...signed, ...by]);
    const read = (name: string) => readFileSync(join(this.folder, name), "utf8");
    return { certificate: read("own.crt"), key: read("own.key") };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

function openssl(cwd: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { cwd, encoding: "utf8", timeout: 30_000 });
  if (status !== 0) {
    throw new Error(`openssl ${args[0] ?? ""}: ${stderr}`);
  }
}
