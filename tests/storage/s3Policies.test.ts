import {
  accessPolicy,
  bucketPolicy,
  irsaTrust,
  podIdentityTrust,
} from "../../components/storage/s3Policies";

const region = "eu-west-1";
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const pods = { namespace: "loki", serviceAccountName: "loki-sa" };
const bucket = ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"];

const tlsOnly = [
  {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: bucket,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: bucket,
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  },
];

describe("bucketPolicy", () => {
  test("refuses plain HTTP and old TLS", () => {
    expect(bucketPolicy({ bucketName: "acme-logs", region, kmsKeyArn: undefined })).toEqual({
      Version: "2012-10-17",
      Statement: tlsOnly,
    });
  });

  test("refuses another key, but not a write that leaves the key to the bucket", () => {
    expect(bucketPolicy({ bucketName: "acme-logs", region, kmsKeyArn })).toEqual({
      Version: "2012-10-17",
      Statement: [
        ...tlsOnly,
        {
          Sid: "DenyWrongSse",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-logs/*",
          Condition: {
            Null: { "s3:x-amz-server-side-encryption": "false" },
            StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          },
        },
        {
          Sid: "DenyOtherKey",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-logs/*",
          Condition: {
            Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
            ArnNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": kmsKeyArn },
          },
        },
      ],
    });
  });
});

describe("accessPolicy", () => {
  const bucketNames = ["acme-chunks", "acme-ruler"];
  const objects = [
    {
      Sid: "List",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: ["arn:aws:s3:::acme-chunks", "arn:aws:s3:::acme-ruler"],
    },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: ["arn:aws:s3:::acme-chunks/*", "arn:aws:s3:::acme-ruler/*"],
    },
  ];

  test("allows the objects of the two buckets and nothing else", () => {
    expect(accessPolicy({ bucketNames, region, kmsKeyArn: undefined })).toEqual({
      Version: "2012-10-17",
      Statement: objects,
    });
  });

  test("allows the key through S3 only", () => {
    expect(accessPolicy({ bucketNames, region, kmsKeyArn })).toEqual({
      Version: "2012-10-17",
      Statement: [
        ...objects,
        {
          Sid: "Key",
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: kmsKeyArn,
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
        },
      ],
    });
  });
});

test("podIdentityTrust is for one service account of one cluster", () => {
  expect(podIdentityTrust("acme-prod", pods)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PodIdentity",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": "acme-prod",
            "aws:RequestTag/kubernetes-namespace": "loki",
            "aws:RequestTag/kubernetes-service-account": "loki-sa",
          },
        },
      },
    ],
  });
});

test.each([
  ["aws", "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"],
  ["aws-cn", "oidc.eks.cn-north-1.amazonaws.com.cn/id/EXAMPLE"],
])("irsaTrust in %s is for one service account and for STS", (partition, issuer) => {
  const provider = `arn:${partition}:iam::123456789012:oidc-provider/${issuer}`;
  expect(irsaTrust(provider, pods)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WebIdentity",
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: "system:serviceaccount:loki:loki-sa",
            [`${issuer}:aud`]: "sts.amazonaws.com",
          },
        },
      },
    ],
  });
});
