import type { Settings } from "../settings/schema";
import { waysTo, type Way } from "./peers";

/** Grafana's own way to who knows the people that sign in. Browsers go there by theirs. */
export function providerWays({ oauth }: Settings["grafana"]): Way[] {
  const addresses = oauth === undefined ? [] : [oauth.tokenUrl, oauth.apiUrl];
  return [...new Set(addresses.map((address) => new URL(address).origin))].flatMap(waysTo);
}
