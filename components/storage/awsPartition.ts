/** A part of AWS with accounts, names and endpoints of its own. */
export interface AwsPartition {
  /** Second field of every ARN. */
  readonly id: string;
  /** End of every service's host name. */
  readonly dnsSuffix: string;
}

const partitions: readonly (readonly [region: RegExp, partition: AwsPartition])[] = [
  [/^cn-/, { id: "aws-cn", dnsSuffix: "amazonaws.com.cn" }],
  [/^us-gov-/, { id: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  [/^eusc-/, { id: "aws-eusc", dnsSuffix: "amazonaws.eu" }],
  [/^us-iso-/, { id: "aws-iso", dnsSuffix: "c2s.ic.gov" }],
  [/^us-isob-/, { id: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov" }],
  [/^eu-isoe-/, { id: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk" }],
  [/^us-isof-/, { id: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov" }],
];

/**
 * The partition that a region belongs to. Read from the name, so that no look-up is needed.
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function awsPartition(region: string): AwsPartition {
  const found = partitions.find(([pattern]) => pattern.test(region));
  return found === undefined ? { id: "aws", dnsSuffix: "amazonaws.com" } : found[1];
}

/** Host name of S3 in a region. */
export function s3Host(region: string): string {
  return `s3.${region}.${awsPartition(region).dnsSuffix}`;
}

/** ARN of a bucket. */
export function bucketArn(bucketName: string, region: string): string {
  return `arn:${awsPartition(region).id}:s3:::${bucketName}`;
}
