import { bucketArn, s3Host } from "./awsPartition";

/** An IAM or bucket policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly Service: string } | { readonly Federated: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The pods a role is for. */
export interface ServiceAccountRef {
  readonly namespace: string;
  readonly serviceAccountName: string;
}

const policy = (...statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** Refuses what must not happen to a bucket, whoever asks: plain HTTP, old TLS, another key. */
export function bucketPolicy(args: {
  readonly bucketName: string;
  readonly region: string;
  readonly kmsKeyArn: string | undefined;
}): PolicyDocument {
  const arn = bucketArn(args.bucketName, args.region);
  const deny = { Effect: "Deny", Principal: "*" } as const;
  const anything = { ...deny, Action: "s3:*", Resource: [arn, `${arn}/*`] };
  const writes = { ...deny, Action: "s3:PutObject", Resource: `${arn}/*` };
  const transport = [
    {
      Sid: "DenyPlainHttp",
      ...anything,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOldTls",
      ...anything,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
  ];
  if (args.kmsKeyArn === undefined) {
    return policy(...transport);
  }
  // Policies are evaluated before default encryption, and a negated test is also true of a header
  // that is not there: without the Null tests a write that leaves the key to the bucket is refused.
  const encryption = [
    {
      Sid: "DenyWrongSse",
      ...writes,
      Condition: {
        Null: { "s3:x-amz-server-side-encryption": "false" },
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      },
    },
    {
      Sid: "DenyOtherKey",
      ...writes,
      Condition: {
        Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
        ArnNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": args.kmsKeyArn },
      },
    },
  ];
  return policy(...transport, ...encryption);
}

/**
 * What Loki may do, and Tempo with its own: read, write and delete objects of these buckets, and
 * nothing to the buckets. Tempo's page names the rights to tag objects too, which it needs only where
 * its configuration has tags.
 * @see https://grafana.com/docs/loki/latest/setup/install/helm/deployment-guides/aws/
 * @see https://grafana.com/docs/tempo/v2.10.x/configuration/hosted-storage/s3/
 */
export function accessPolicy(args: {
  readonly bucketNames: readonly string[];
  readonly region: string;
  readonly kmsKeyArn: string | undefined;
}): PolicyDocument {
  const arns = args.bucketNames.map((name) => bucketArn(name, args.region));
  const objects: PolicyStatement[] = [
    { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: arns },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: arns.map((arn) => `${arn}/*`),
    },
  ];
  if (args.kmsKeyArn === undefined) {
    return policy(...objects);
  }
  return policy(...objects, {
    Sid: "Key",
    Effect: "Allow",
    Action: ["kms:GenerateDataKey", "kms:Decrypt"],
    Resource: args.kmsKeyArn,
    // The key opens objects of S3, and nothing else the key may protect.
    Condition: { StringEquals: { "kms:ViaService": s3Host(args.region) } },
  });
}

/**
 * Lets EKS Pod Identity hand the role to pods of one service account of one cluster.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podIdentityTrust(
  clusterName: string,
  { namespace, serviceAccountName }: ServiceAccountRef,
): PolicyDocument {
  return policy({
    Sid: "PodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    // The tags that EKS puts on each session, so that no other association can use the role.
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-name": clusterName,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccountName,
      },
    },
  });
}

/**
 * Lets pods of one service account exchange their Kubernetes token for the role.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust(
  oidcProviderArn: string,
  { namespace, serviceAccountName }: ServiceAccountRef,
): PolicyDocument {
  const issuer = oidcProviderArn.replace(/^.*:oidc-provider\//, "");
  return policy({
    Sid: "WebIdentity",
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    // Without the test of sub every pod of the cluster could take the role.
    Condition: {
      StringEquals: {
        [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccountName}`,
        [`${issuer}:aud`]: "sts.amazonaws.com",
      },
    },
  });
}
