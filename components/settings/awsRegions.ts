import type { Flaw } from "./flaws";
import { nearest } from "./nearest";

/** Regions AWS had when this was written. @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const known = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1"],
  ...["ca-central-1", "ca-west-1", "mx-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2"],
  ...["eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1"],
  ...["af-south-1", "me-central-1", "me-south-1"],
  ...["ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
  ...["ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"],
  ...["ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
  ...["cn-north-1", "cn-northwest-1"],
];

/** Names of regions that AWS may open or keep apart: `eu-west-4`, `us-isob-east-1`. */
const form =
  /^(?:af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]$/;

/** Whether the region was known when this was written. */
export function isKnownRegion(region: string): boolean {
  return known.includes(region);
}

/** What is wrong with the name of an AWS region. */
export function regionFlaw(region: string): Flaw | undefined {
  if (form.test(region)) {
    return undefined;
  }
  const guess = nearest(region, known);
  return {
    row: "C20",
    expected: `an AWS region${guess === undefined ? " such as eu-west-1" : `; did you mean ${guess}?`}`,
    set: guess ?? "eu-west-1",
  };
}
