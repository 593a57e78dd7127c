import { z } from "zod";
import { objectName } from "./fields";
import { checkedText, checkedTexts, matching, type Flaw } from "./flaws";

const label = String.raw`[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?`;
const topLabel = String.raw`[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?`;

const host = () =>
  checkedText(
    matching(new RegExp(String.raw`^(?=.{1,253}$)(?:${label}\.)+${topLabel}$`), {
      row: "C49",
      expected: "a DNS name such as logs.example.com: lower case, no scheme, port, path or *",
    }),
  )
    .meta({ missing: "C50", examples: ["logs.example.com"] })
    .describe("Name by which it is reached from outside. Its DNS record is not the stack's.");

const annotationName = /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]/;
const lastPart = /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
function annotationsFlaw(annotations: Readonly<Record<string, string>>): Flaw | undefined {
  const wrong = Object.keys(annotations).find(
    (name) => !annotationName.test(name) || !lastPart.test(name.slice(name.indexOf("/") + 1)),
  );
  return wrong === undefined
    ? undefined
    : {
        got: JSON.stringify(wrong),
        expected: "names of annotations such as nginx.ingress.kubernetes.io/proxy-body-size",
        advice: `rename ${JSON.stringify(wrong)}`,
      };
}

const annotations = () =>
  checkedTexts(annotationsFlaw)
    .optional()
    .describe("Annotations of the object, for its controller. They win over the stack's own.");

/** A DNS label of the Gateway API or of a namespace. */
const labelName = (example: string) =>
  checkedText(matching(new RegExp(`^${label}$`), { expected: "1 to 63 of a-z 0-9 -" })).meta({
    examples: [example],
  });

const ingress = z.strictObject({
  kind: z.literal("ingress").describe("An Ingress."),
  host: host(),
  className: objectName("nginx")
    .optional()
    .describe(
      "IngressClass. Unset: the cluster's default one. nginx: annotations for pushes of 20 MiB and long queries are set.",
    ),
  tls: z
    .enum(["secret", "elsewhere", "off"])
    .default("secret")
    .describe(
      "Where TLS ends. secret: at the controller, with tlsSecretName. elsewhere: at the controller or a load balancer before it, with a certificate of its own. off: nowhere, so passwords are read by whoever is on the way.",
    ),
  tlsSecretName: objectName("logs-tls")
    .optional()
    .describe(
      "Secret with the certificate, in the stack's namespace. Yours, or cert-manager's by an annotation.",
    ),
  annotations: annotations(),
});

const httpRoute = z.strictObject({
  kind: z.literal("httpRoute").describe("A route of the Gateway API at a Gateway that you have."),
  host: host(),
  parentRef: z
    .strictObject({
      name: objectName("public").describe("Name of the Gateway."),
      namespace: labelName("gateways")
        .optional()
        .describe(
          "Its namespace, from which it must allow routes of the stack's. Unset: the stack's own.",
        ),
      sectionName: objectName("https")
        .optional()
        .describe("Listener of the Gateway. Unset: all of them, one without TLS too."),
    })
    .describe("The Gateway."),
  tls: z
    .enum(["listener", "off"])
    .default("listener")
    .describe(
      "Where TLS ends. listener: at the Gateway's. off: nowhere, so passwords are read by whoever is on the way.",
    ),
  timeouts: z
    .boolean()
    .default(true)
    .describe(
      "Says how long a query may take. Off: for a controller that refuses timeouts in a route.",
    ),
  annotations: annotations(),
});

/** A way in from outside the cluster. */
export const exposeSchema = (meaning: string) =>
  z.discriminatedUnion("kind", [ingress, httpRoute]).optional().describe(meaning);

/** A way in that the settings ask for. */
export type ExposeSettings = z.output<typeof ingress> | z.output<typeof httpRoute>;
export type IngressSettings = Extract<ExposeSettings, { kind: "ingress" }>;
export type HttpRouteSettings = Extract<ExposeSettings, { kind: "httpRoute" }>;
