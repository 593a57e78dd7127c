import { z } from "zod";
import { httpAddressFlaw } from "./addresses";
import { objectName, port } from "./fields";
import { checkedText, matching } from "./flaws";
import { authorities } from "./pem";

const dnsName = matching(
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
  {
    expected: "a DNS name without * and port",
  },
);

/** HTTPS at the gateway. */
export const gatewayTls = () =>
  z
    .strictObject({
      secretName: objectName("loki-gateway-tls").describe(
        "Secret of type kubernetes.io/tls in the stack's namespace, such as cert-manager writes it. A new certificate in it is served from the next connection on.",
      ),
      port: port()
        .default(8443)
        .describe(
          "Port of HTTPS. At `gateway.port` every request is then put off with 503: agents that do not know of TLS yet keep their lines.",
        ),
      caCertificate: authorities().describe(
        "Whom Grafana, the collector and the commands trust: PEM of the CA that signed it, or of both while the CA changes.",
      ),
      serverName: checkedText(dnsName)
        .meta({ examples: ["logs.example.com"] })
        .optional()
        .describe(
          "DNS name in the certificate. Unset: that of the gateway's Service, such as loki-gateway.loki.svc.",
        ),
      clientCaCertificate: authorities()
        .optional()
        .describe(
          "CA of clients' certificates. Whoever shows one whose whole subject is CN=<write user> pushes without a password.",
        ),
    })
    .optional()
    .describe("HTTPS at the gateway. Unset: plain HTTP.");

/** People who read through the gateway, known to an oauth2-proxy. */
export const forwardAuth = () =>
  z
    .strictObject({
      url: checkedText(httpAddressFlaw)
        .meta({ examples: ["http://oauth2-proxy.auth.svc:4180"] })
        .describe("Address of the oauth2-proxy."),
      path: checkedText(
        matching(/^\/[\w./-]*$/, { expected: "a path of letters, digits and / . _ -" }),
      )
        .default("/oauth2/auth")
        .describe("Path that answers 2xx for a request whose sender is known."),
      groupsHeader: checkedText(
        matching(/^[A-Za-z][A-Za-z0-9-]*$/, { expected: "the name of a header" }),
      )
        .default("X-Auth-Request-Groups")
        .describe("Header of its answer with the groups, joined by commas."),
    })
    .optional()
    .describe(
      "Lets people read without the tenant's password: a request without one is shown to an oauth2-proxy, and the group it names decides the tenant (`tenants[].readGroup`).",
    );
