import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Authority } from "./certificates";

/** The files of a Secret of the type `kubernetes.io/tls`, as cert-manager writes it. */
export type CertificateFiles = Readonly<Record<"tls.crt" | "tls.key" | "ca.crt", string>>;

/** A new certificate of a name, and whose it is. */
export function secretFiles(authority: Authority, dnsName: string): CertificateFiles {
  const { certificate, key } = authority.issue("/CN=pod", [dnsName]);
  return { "tls.crt": certificate, "tls.key": key, "ca.crt": authority.certificate };
}

/** A folder that changes as the kubelet changes a mounted Secret or ConfigMap: by one link, all files at once. */
export class MountedSecret {
  private version = 0;

  constructor(
    readonly path: string,
    files: Readonly<Record<string, string>>,
  ) {
    mkdirSync(path);
    this.change(files);
  }

  change(files: Readonly<Record<string, string>>): void {
    const version = `..version-${this.version++}`;
    mkdirSync(join(this.path, version));
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(this.path, version, name), content);
      if (!existsSync(join(this.path, name))) {
        symlinkSync(join("..data", name), join(this.path, name));
      }
    }
    symlinkSync(version, join(this.path, "..new"));
    renameSync(join(this.path, "..new"), join(this.path, "..data"));
  }
}
