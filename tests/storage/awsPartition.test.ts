import { awsPartition, bucketArn, s3Host } from "../../components/storage/awsPartition";

// As in aws-sdk-go-v2, internal/endpoints/awsrulesfn/partitions.json.
test.each([
  ["eu-west-1", "aws", "amazonaws.com"],
  ["us-east-1", "aws", "amazonaws.com"],
  ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ["us-iso-east-1", "aws-iso", "c2s.ic.gov"],
  ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
  ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"],
  ["us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov"],
])("%s is in %s", (region, id, dnsSuffix) => {
  expect(awsPartition(region)).toEqual({ id, dnsSuffix });
  expect(s3Host(region)).toBe(`s3.${region}.${dnsSuffix}`);
  expect(bucketArn("acme-logs", region)).toBe(`arn:${id}:s3:::acme-logs`);
});
