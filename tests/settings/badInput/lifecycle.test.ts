import { gcs, s3, testRows } from "../badInput";
const noGateway = { gateway: { enabled: false }, acceptedRisks: ["gateway.enabled"] };
testRows([
  {
    row: "C12",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { expireAfterDays: 90 } }) },
    message: `config error [C12] fraiseql-loki:storage.lifecycle.expireAfterDays: got 90; expected more than the longest retention + delete delay (90 d + 2 h), at least 97.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.expireAfterDays' 97 (or leave it unset)`,
    good: { storage: s3({ lifecycle: { expireAfterDays: 97 } }) },
  },
  {
    row: "C12",
    stack: "prod",
    bad: { storage: gcs({ lifecycle: { expireAfterDays: 96 } }) },
    message: `config error [C12] fraiseql-loki:storage.lifecycle.expireAfterDays: got 96; expected more than the longest retention + delete delay (90 d + 2 h), at least 97.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.expireAfterDays' 97 (or leave it unset)`,
    good: { storage: gcs({ lifecycle: { expireAfterDays: 97 } }) },
  },
  {
    row: "C12",
    stack: "prod",
    bad: {
      loki: { streamRetention: [{ selector: '{app="a"}', period: "8760h" }] },
      storage: s3({ lifecycle: { expireAfterDays: 371 } }),
    },
    message: `config error [C12] fraiseql-loki:storage.lifecycle.expireAfterDays: got 371; expected more than the longest retention + delete delay (365 d + 2 h), at least 372.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.expireAfterDays' 372 (or leave it unset)`,
    good: {
      loki: { streamRetention: [{ selector: '{app="a"}', period: "8760h" }] },
      storage: s3({ lifecycle: { expireAfterDays: 372 } }),
    },
  },
  {
    row: "C12",
    stack: "prod",
    bad: { loki: { retentionForever: true }, storage: s3({ lifecycle: { expireAfterDays: 97 } }) },
    message: `config error [C12] fraiseql-loki:storage.lifecycle.expireAfterDays: got 97; expected nothing: with fraiseql-loki:loki.retentionForever no chunk may expire.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.expireAfterDays'`,
    good: { loki: { retentionForever: true } },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: [""] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got ""; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: ["index/"] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got "index/"; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: ["fraiseql"] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got "fraiseql"; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: ["rules/"] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got "rules/"; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: ["__retention_markers__/"] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got "__retention_markers__/"; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: ["i"] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got "i"; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { prefixes: [] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got an empty list; expected the prefix of each tenant (fraiseql/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
  },
  {
    row: "C13",
    stack: "prod",
    bad: { ...noGateway, storage: s3({ lifecycle: { prefixes: ["fraiseql/"] } }) },
    message: `config error [C13] fraiseql-loki:storage.lifecycle.prefixes: got "fraiseql/"; expected the prefix of each tenant (fake/): index/ holds the index and pending deletes.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.lifecycle.prefixes' (for the tenants' prefixes)`,
    good: { ...noGateway, storage: s3({ lifecycle: { prefixes: ["fake/"] } }) },
  },
  {
    row: "C14",
    stack: "prod",
    bad: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "GLACIER" }] } }),
    },
    message: `config error [C14] fraiseql-loki:storage.lifecycle.transitions[0].storageClass: got "GLACIER"; expected one of STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR: chunks in an archive class cannot be read when a query needs them (InvalidObjectState).
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].storageClass' GLACIER_IR`,
    good: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "GLACIER_IR" }] } }),
    },
  },
  {
    row: "C14",
    stack: "prod",
    bad: {
      storage: s3({
        lifecycle: { transitions: [{ afterDays: 95, storageClass: "DEEP_ARCHIVE" }] },
      }),
    },
    message: `config error [C14] fraiseql-loki:storage.lifecycle.transitions[0].storageClass: got "DEEP_ARCHIVE"; expected one of STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR: chunks in an archive class cannot be read when a query needs them (InvalidObjectState).
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].storageClass' GLACIER_IR`,
    good: {
      storage: s3({
        lifecycle: { transitions: [{ afterDays: 0, storageClass: "INTELLIGENT_TIERING" }] },
      }),
    },
  },
  {
    row: "C14",
    stack: "prod",
    bad: {
      storage: gcs({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "ARCHIVE" }] } }),
    },
    message: `config error [C14] fraiseql-loki:storage.lifecycle.transitions[0].storageClass: got "ARCHIVE"; expected one of NEARLINE, COLDLINE: chunks in an archive class cannot be read when a query needs them (InvalidObjectState).
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].storageClass' COLDLINE`,
    good: {
      storage: gcs({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "COLDLINE" }] } }),
    },
  },
  {
    row: "a misspelt class",
    stack: "prod",
    bad: {
      storage: gcs({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "NEARLIN" }] } }),
    },
    message: `config error fraiseql-loki:storage.lifecycle.transitions[0].storageClass: got "NEARLIN"; expected one of NEARLINE, COLDLINE; did you mean NEARLINE?
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].storageClass' NEARLINE`,
    good: {
      storage: gcs({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "NEARLINE" }] } }),
    },
  },
  {
    row: "an unknown class",
    stack: "prod",
    bad: { storage: gcs({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "X" }] } }) },
    message: `config error fraiseql-loki:storage.lifecycle.transitions[0].storageClass: got "X"; expected one of NEARLINE, COLDLINE.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].storageClass' NEARLINE`,
    good: {
      storage: gcs({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "NEARLINE" }] } }),
    },
  },
  {
    row: "C15",
    stack: "prod",
    bad: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 10, storageClass: "STANDARD_IA" }] } }),
    },
    message: `config error [C15] fraiseql-loki:storage.lifecycle.transitions[0].afterDays: got 10; expected at least 30: S3 refuses STANDARD_IA before 30 days.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].afterDays' 30`,
    good: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "STANDARD_IA" }] } }),
    },
  },
  {
    row: "C15",
    stack: "prod",
    bad: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "ONEZONE_IA" }] } }),
    },
    message: `config error [C15] fraiseql-loki:storage.lifecycle.transitions[0].storageClass: got "ONEZONE_IA"; expected one of STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR: ONEZONE_IA is lost with its zone.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].storageClass' STANDARD_IA`,
    good: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 30, storageClass: "STANDARD_IA" }] } }),
    },
  },
  {
    row: "C16",
    stack: "prod",
    bad: {
      storage: s3({
        lifecycle: {
          expireAfterDays: 100,
          transitions: [{ afterDays: 100, storageClass: "GLACIER_IR" }],
        },
      }),
    },
    message: `config error [C16] fraiseql-loki:storage.lifecycle.expireAfterDays: got 100; expected more than fraiseql-loki:storage.lifecycle.transitions[0].afterDays (100): expiry must come after the transition.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.expireAfterDays' 101`,
    good: {
      storage: s3({
        lifecycle: {
          expireAfterDays: 101,
          transitions: [{ afterDays: 100, storageClass: "GLACIER_IR" }],
        },
      }),
    },
  },
  {
    row: "C16",
    stack: "prod",
    bad: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 120, storageClass: "GLACIER_IR" }] } }),
    },
    message: `config error [C16] fraiseql-loki:storage.lifecycle.transitions[0].afterDays: got 120; expected fewer days than the expiry (120): expiry must come after the transition.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.transitions[0].afterDays' 30 (or raise fraiseql-loki:storage.lifecycle.expireAfterDays)`,
    good: {
      storage: s3({ lifecycle: { transitions: [{ afterDays: 119, storageClass: "GLACIER_IR" }] } }),
    },
  },
  {
    row: "C17",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { noncurrentDays: 0 } }) },
    message: `config error [C17] fraiseql-loki:storage.lifecycle.noncurrentDays: got 0; expected a whole number from 1 to 365: the compactor rewrites the index every 10 minutes.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.noncurrentDays' 7`,
    good: { storage: s3({ lifecycle: { noncurrentDays: 1 } }) },
  },
  {
    row: "C17",
    stack: "prod",
    bad: { storage: gcs({ lifecycle: { noncurrentDays: 366 } }) },
    message: `config error [C17] fraiseql-loki:storage.lifecycle.noncurrentDays: got 366; expected a whole number from 1 to 365: the compactor rewrites the index every 10 minutes.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.noncurrentDays' 7`,
    good: { storage: gcs({ lifecycle: { noncurrentDays: 365 } }) },
  },
  {
    row: "unfinished uploads",
    stack: "prod",
    bad: { storage: s3({ lifecycle: { abortMultipartAfterDays: 0 } }) },
    message: `config error fraiseql-loki:storage.lifecycle.abortMultipartAfterDays: got 0; expected a whole number from 1 to 365.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.abortMultipartAfterDays' 7`,
    good: { storage: s3({ lifecycle: { abortMultipartAfterDays: 1 } }) },
  },
]);
