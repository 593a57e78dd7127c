import { X509Certificate } from "node:crypto";
import { checkedText, type Flaw } from "./flaws";

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a text in PEM. Throws where one of them cannot be read. */
export function certificatesOf(pem: string): X509Certificate[] {
  return (pem.match(block) ?? []).map((text) => new X509Certificate(text));
}

const certificates = "certificates of certificate authorities in PEM";

function authoritiesFlaw(pem: string): Flaw | undefined {
  // Never shown: a text that was meant for another place may be a key.
  const flaw = (got: string): Flaw => ({ expected: certificates, got });
  if (pem.includes("PRIVATE KEY")) {
    return flaw("a text with a private key (value not shown)");
  }
  if (pem.replace(block, "").trim() !== "" || pem.trim() === "") {
    return flaw("something else (value not shown)");
  }
  try {
    const other = certificatesOf(pem).find(({ ca }) => !ca);
    return other && flaw(`the certificate of ${other.subject.replaceAll("\n", ", ")}, not a CA's`);
  } catch {
    return flaw("a certificate that cannot be read (value not shown)");
  }
}

/** Its key was thrown away: a stand-in while other settings are judged, never shown. */
const example = `-----BEGIN CERTIFICATE-----
MIIBVTCB/aADAgECAhQvHIPLEHwiXqPOj7W4bxdyhtORETAKBggqhkjOPQQDAjAS
MRAwDgYDVQQDDAdleGFtcGxlMCAXDTI2MTEyNjA1MDEyN1oYDzIxMjYxMTAyMDUw
MTI3WjASMRAwDgYDVQQDDAdleGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEL7+ImJflws8lC3ijUWMtgdzApeFPtyu0T1hdNwsIz2YuibT4apxdVBU8D6ru
0v1XXY4haHgENIJfBvTZl8s5UaMvMC0wDAYDVR0TBAUwAwEB/zAdBgNVHQ4EFgQU
xvh1ITL5rUvQXa3hT/G9iSLP+iIwCgYIKoZIzj0EAwIDRwAwRAIgY57NrHko8gIR
qjLj6vlE2MhpbJSyMzWFlGpkpihMcTMCIE0zXL1K/oDzmSF8Pz1+BbwQPa5yR7wp
8mlpAhcOzfWp
-----END CERTIFICATE-----`;

/** Certificates of those who sign others. No secret. */
export const authorities = () =>
  checkedText(authoritiesFlaw).meta({ file: "ca.pem", examples: [example] });
