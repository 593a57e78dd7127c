import type { LokiStorage } from "./storage";
import { noStoreAccess } from "./storeAccess";

const chunks = { filesystem: { dir: "/var/loki/chunks" } };
const rules = { filesystem: { dir: "/var/loki/rules" } };

/** Chunks, index and rules on the volume of the one Loki replica. */
export const filesystemStorage: LokiStorage = {
  objectStore: "filesystem",
  objectStoreConfig: chunks,
  rulerStorageConfig: { backend: "filesystem", ...rules },
  ...noStoreAccess,
};
