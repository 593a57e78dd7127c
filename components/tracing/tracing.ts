import type * as pulumi from "@pulumi/pulumi";
import { Tempo, type TempoArgs } from "./tempo";

/** What the rest of the stack knows of the traces. */
export interface Tracing {
  /** `http://host:port` of Tempo's API. */
  readonly url: string;
  /** Where applications send traces by OTLP over gRPC: known of the stack's own Tempo only. */
  readonly otlpUrl?: string;
  /** Names of the buckets with traces: known of the stack's own Tempo only. */
  readonly bucketNames?: readonly string[];
}

/** The stack's own Tempo, an existing one, or none. */
export function createTracing(
  name: string,
  args: TempoArgs,
  opts?: pulumi.ComponentResourceOptions,
): Tracing | undefined {
  const { deploy, url } = args.settings;
  if (deploy) {
    return new Tempo(name, args, opts);
  }
  return url === undefined ? undefined : { url };
}
