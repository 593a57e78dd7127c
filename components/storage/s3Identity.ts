import { PodIdentityAssociation } from "@pulumi/aws/eks";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { S3StorageSettings } from "../settings/schema";
import { accessPolicy, irsaTrust, podIdentityTrust, type ServiceAccountRef } from "./s3Policies";

export interface S3IdentityArgs extends ServiceAccountRef {
  /** Whose the pods are, for people who read the role's description. */
  readonly program: "Loki" | "Tempo";
  readonly settings: Pick<S3StorageSettings, "identity" | "region" | "kmsKeyArn">;
  readonly bucketNames: readonly string[];
}

/** The role that a program's pods use the buckets with, and what gives it to them. No keys. */
export class S3Identity extends pulumi.ComponentResource {
  readonly serviceAccountAnnotations: Readonly<Record<string, pulumi.Output<string>>>;
  /** What must exist before a pod is created: EKS adds the credentials to pods at creation only. */
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: S3IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:S3Identity", name, {}, opts);
    const { program, settings, bucketNames, namespace, serviceAccountName } = args;
    const { identity, region, kmsKeyArn } = settings;

    const trust =
      identity.kind === "podIdentity"
        ? podIdentityTrust(identity.clusterName, args)
        : irsaTrust(identity.oidcProviderArn, args);
    const role = new Role(
      `${name}-role`,
      {
        // No fixed name: roles share one space per account, where another stack may have it, and
        // nothing refers to this one by name.
        description: `${program} (service account ${namespace}/${serviceAccountName}) on its buckets`,
        assumeRolePolicy: JSON.stringify(trust),
      },
      { parent: this },
    );
    const access = new RolePolicy(
      `${name}-access`,
      {
        role: role.id,
        policy: JSON.stringify(accessPolicy({ bucketNames, region, kmsKeyArn })),
      },
      { parent: this },
    );

    const association =
      identity.kind === "podIdentity"
        ? new PodIdentityAssociation(
            `${name}-association`,
            {
              region,
              clusterName: identity.clusterName,
              namespace,
              serviceAccount: serviceAccountName,
              roleArn: role.arn,
            },
            { parent: this },
          )
        : undefined;

    this.serviceAccountAnnotations =
      identity.kind === "irsa" ? { "eks.amazonaws.com/role-arn": role.arn } : {};
    this.dependencies = association === undefined ? [access] : [access, association];
    this.registerOutputs({});
  }
}
