import type { CollectorSettings } from "../settings/schema";

/** A pattern of text that must not be stored. */
export interface RedactionRule {
  /** What stands in its place: `<redacted:name>`. */
  readonly name: string;
  /** RE2 with exactly one capture group, which is what is replaced. */
  readonly expression: string;
}

/**
 * A rule of the stack's own, and the LogQL line filters that every line it matches passes. The
 * agent looks for plain text many times as fast as for a pattern, and most lines have none of it.
 */
export interface FilteredRule extends RedactionRule {
  /** @default every line is looked at */
  readonly where?: string;
}

const raw = String.raw;

/** Words before a value that is a secret. */
const secretWords =
  "passw(?:or)?d|passphrase|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|token|credential|session[_-]?id";

/** Every secret word has one of these in it. */
const secretWordFilter = '|~ "(?i)passw|passphrase|pwd|secret|key|token|credential|session"';

/** What the forms of `vendorTokens` begin with. */
const vendorFilter =
  '|~ "ghp_|gho_|ghu_|ghs_|ghr_|github_pat_|glpat-|xox|sk_|rk_|AIza|glsa_|glc_|pul-|npm_|hvs"';

/**
 * Passwords, keys and tokens. In this order: what knows more about a value comes before what knows
 * less.
 */
export const secretRules: readonly FilteredRule[] = [
  {
    name: "pem",
    where: '|= "PRIVATE KEY-----"',
    expression: raw`(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?:\\n|\\r|[\sA-Za-z0-9+/=])+-----END [A-Z0-9 ]*PRIVATE KEY-----)`,
  },
  {
    name: "auth-header",
    where: '|~ "(?i)authorization"',
    expression: raw`(?i)authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token|digest|negotiate)\s+([A-Za-z0-9._~+/=-]{6,})`,
  },
  {
    name: "bearer",
    where: '|~ "(?i)bearer"',
    expression: raw`(?i)\bbearer\s+([A-Za-z0-9._~+/=-]{16,})`,
  },
  {
    name: "jwt",
    where: '|= "eyJ"',
    expression: raw`\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})`,
  },
  {
    name: "cookie",
    where: '|~ "(?i)cookie"',
    expression: raw`(?i)\b(?:set-)?cookie["']?\s*[:=]\s*["']?([^"'\r\n]+)`,
  },
  {
    name: "kv-quoted",
    where: secretWordFilter,
    expression: raw`(?i)(?:${secretWords}|auth[_-]?key)[a-z0-9_.-]{0,20}["']?\s*[:=]\s*"((?:[^"\\]|\\.)+)"`,
  },
  {
    name: "kv-escaped",
    where: secretWordFilter,
    expression: raw`\\"[a-zA-Z0-9_.-]{0,40}(?i:passw(?:or)?d|secret|api[_-]?key|token)[a-zA-Z0-9_.-]{0,20}\\"\s*:\s*\\"((?:[^"\\]|\\[^"])+)\\"`,
  },
  {
    name: "kv-bare",
    where: secretWordFilter,
    expression: raw`(?i)(?:${secretWords})[a-z0-9_.-]{0,20}=([^\s"'&,;{}<]+)`,
  },
  {
    name: "url-userinfo",
    where: '|= "://" |= "@"',
    expression: raw`\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s:/@"]{0,128}:([^\s@/"]{1,256})@`,
  },
  {
    name: "presigned",
    where: '|~ "(?i)x-amz-|x-goog-"',
    expression: raw`(?i)[?&]X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)=([^&\s"]+)`,
  },
  {
    name: "aws-key-id",
    where: '|~ "AKIA|ASIA|ABIA|ACCA"',
    expression: raw`\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b`,
  },
  {
    name: "vendor-token",
    where: vendorFilter,
    expression: raw`\b((?:${vendorTokens().join("|")}))`,
  },
  {
    name: "crypt-hash",
    where: '|= "$"',
    expression: raw`(\$(?:2[abxy]|5|6|y|apr1|argon2id)\$[./A-Za-z0-9$=,]{20,})`,
  },
];

/** Forms of the tokens that services give out, by their prefixes. */
function vendorTokens(): string[] {
  return [
    "gh[pousr]_[A-Za-z0-9]{36}",
    "github_pat_[A-Za-z0-9_]{82}",
    "glpat-[A-Za-z0-9_-]{20}",
    "xox[abeoprs]-[A-Za-z0-9-]{10,}",
    "(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{10,99}",
    "AIza[A-Za-z0-9_-]{35}",
    "gl(?:sa|c)_[A-Za-z0-9_+/=]{32,}",
    "pul-[a-f0-9]{40}",
    "npm_[A-Za-z0-9]{36}",
    raw`hvs\.[A-Za-z0-9_-]{24,}`,
  ];
}

const ibanCountries = "AT|BE|CH|CZ|DE|DK|ES|FI|FR|GB|IE|IT|LU|NL|NO|PL|PT|SE";

/** Nine digits that belong together: cards and social security numbers have them, a date has eight. */
const numberFilter = '|~ "[0-9](?:[ -]?[0-9]){8}"';

/** What is about a person: addresses, cards and account numbers. No checksum is looked at. */
export const personalRules: readonly FilteredRule[] = [
  {
    name: "email",
    where: '|= "@"',
    expression: raw`\b([A-Za-z0-9._%+-]{1,64})@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}\b`,
  },
  {
    name: "card",
    where: numberFilter,
    expression: raw`\b((?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6(?:011|5\d{2}))[ -]?\d{4}[ -]?\d{4}[ -]?)\d{4}\b`,
  },
  { name: "card-amex", where: numberFilter, expression: raw`\b(3[47]\d{2}[ -]?\d{6}[ -]?)\d{5}\b` },
  { name: "us-ssn", where: numberFilter, expression: raw`\b(\d{3}-\d{2})-\d{4}\b` },
  {
    name: "iban",
    where: '|~ "[A-Z][A-Z][0-9][0-9]"',
    expression: raw`\b((?:${ibanCountries})\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4})\b`,
  },
  { name: "phone", where: '|= "+"', expression: raw`(?:^|[\s"':=(,])(\+[1-9]\d{7,14})\b` },
];

/** The rules of a preset, and after them those of the user. */
export function redactionRules({
  preset,
  rules,
}: CollectorSettings["redaction"]): readonly FilteredRule[] {
  const own = { strict: [...secretRules, ...personalRules], secrets: secretRules, off: [] };
  return [...own[preset], ...rules];
}

/** Rules that follow each other and look at the same lines. */
interface Group {
  readonly where: string | undefined;
  readonly rules: readonly FilteredRule[];
}

/** The rules in their order, together where they look at the same lines. */
export function byFilter(rules: readonly FilteredRule[]): readonly Group[] {
  return rules.reduce<Group[]>((groups, rule) => {
    const last = groups.at(-1);
    return last !== undefined && last.where === rule.where
      ? [...groups.slice(0, -1), { where: last.where, rules: [...last.rules, rule] }]
      : [...groups, { where: rule.where, rules: [rule] }];
  }, []);
}
