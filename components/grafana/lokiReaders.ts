import { createHash } from "node:crypto";
import { passwordOf } from "../gateway/passwords";
import type { Access } from "../outputs";
import type { PasswordSource } from "../secretFiles";
import { datasourceUids, lokiUid } from "./datasourceUids";

/** Who reads a tenant's lines for a Grafana that is not the stack's own. */
export interface LokiReader {
  readonly tenant: string;
  /** Uid of its data source. */
  readonly uid: string;
  readonly user: string;
  readonly password: PasswordSource;
  /** Variable of Grafana's environment that stands for the password where that must not be written down. */
  readonly variable: string;
}

/** The first tenant's, then each other's; none where no password is asked for. */
export const lokiReaders = ({ tenants }: Pick<Access, "tenants">): LokiReader[] =>
  tenants.map(({ id: tenant, read }, index) => ({
    tenant,
    uid: index === 0 ? datasourceUids.loki : lokiUid(tenant),
    user: read.name,
    password: passwordOf(read),
    variable: index === 0 ? firstVariable : `${firstVariable}_${asName(tenant)}`,
  }));

const firstVariable = "FRAISEQL_LOKI_READ_PASSWORD";

/** A tenant's id may have characters that the name of a variable may not, and no two share a name. */
const asName = (tenant: string) =>
  /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/.test(tenant)
    ? tenant.replaceAll("-", "_")
    : createHash("sha256").update(tenant).digest("hex").slice(0, 32);
