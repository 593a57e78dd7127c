import { gcs, s3, testRows } from "../badInput";

testRows([
  {
    row: "soft delete",
    stack: "prod",
    bad: { storage: gcs({ softDeleteDays: 6 }) },
    message: `config error fraiseql-loki:storage.softDeleteDays: got 6; expected 0 or 7 to 90: Cloud Storage keeps nothing for less.
  Fix: pulumi config set --path 'fraiseql-loki:storage.softDeleteDays' 7`,
    good: { storage: gcs({ softDeleteDays: 0 }) },
  },
  {
    row: "a project",
    stack: "prod",
    bad: { storage: gcs({ project: "Acme" }) },
    message: `config error fraiseql-loki:storage.project: got "Acme"; expected the id of a Google Cloud project: 6 to 30 of a-z 0-9 -.
  Fix: pulumi config set --path 'fraiseql-loki:storage.project' acme-prod`,
    good: { storage: gcs({ project: "acme-1" }) },
  },
  {
    row: "a project's number",
    stack: "prod",
    bad: { storage: gcs({ projectNumber: "acme" }) },
    message: `config error fraiseql-loki:storage.projectNumber: got "acme"; expected the number of the project.
  Fix: pulumi config set --path 'fraiseql-loki:storage.projectNumber' 123456789012`,
    good: { storage: gcs({ projectNumber: 123456789012 }) },
  },
  {
    row: "a location",
    stack: "prod",
    bad: { storage: gcs({ location: "eu west" }) },
    message: `config error fraiseql-loki:storage.location: got "eu west"; expected a location of Cloud Storage such as EU or europe-west1.
  Fix: pulumi config set --path 'fraiseql-loki:storage.location' EU`,
    good: { storage: gcs({ location: "eur4" }) },
  },
  {
    row: "an OIDC provider",
    stack: "prod",
    bad: { storage: s3({ identity: { kind: "irsa", oidcProviderArn: "oidc" } }) },
    message: `config error [C30] fraiseql-loki:storage.identity.oidcProviderArn: got "oidc"; expected arn:aws:iam::<account>:oidc-provider/<issuer without https://>.
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.oidcProviderArn' arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE`,
    good: {
      storage: s3({
        identity: {
          kind: "irsa",
          oidcProviderArn:
            "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A",
        },
      }),
    },
  },
  {
    row: "a cluster",
    stack: "prod",
    bad: { storage: s3({ identity: { kind: "podIdentity", clusterName: "" } }) },
    message: `config error fraiseql-loki:storage.identity.clusterName: got ""; expected the name of an EKS cluster.
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.clusterName' acme-prod`,
    good: { storage: s3({ identity: { kind: "podIdentity", clusterName: "a" } }) },
  },
]);
