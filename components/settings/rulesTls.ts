import { setCommand, settingKey } from "./keys";
import type { Finding, Rule } from "./rules";

/** The agents and Grafana, which have no CA of Loki's, must not be those who talk to it. */
const gatewayInFront: Rule = ({ tls, gateway }): Finding[] => {
  const enabled = ["gateway", "enabled"];
  return tls.kind === "none" || gateway.enabled
    ? []
    : [
        {
          path: ["tls", "kind"],
          about: [enabled],
          expected: `none without ${settingKey(enabled)}: agents and Grafana would have to know Loki's CA, the gateway does`,
          advice: setCommand(settingKey(enabled), true),
        },
      ];
};

/** Who breaks out of a replica must not have become a Consul server too. */
const differentSecrets: Rule = ({ tls, ring }): Finding[] =>
  tls.kind === "none" || ring.kind !== "consul" || tls.lokiSecret !== tls.consulSecret
    ? []
    : [
        {
          path: ["tls", "consulSecret"],
          about: [
            ["tls", "lokiSecret"],
            ["ring", "kind"],
          ],
          expected: `a Secret other than ${settingKey(["tls", "lokiSecret"])}: who holds a replica's key must not pass for a Consul server`,
          set: tls.lokiSecret === "consul-tls" ? "consul-server-tls" : "consul-tls",
        },
      ];

/** A stage of the way, and no place to stay. */
const plainOnTheWay: Rule = ({ tls, ring }): Finding[] =>
  tls.kind === "none" || tls.consulRpc === "required" || ring.kind !== "consul"
    ? []
    : [
        {
          path: ["tls", "consulRpc"],
          about: [["ring", "kind"]],
          expected: "required in the end: until then Consul's servers understand plain text",
          set: tls.consulRpc === "accepted" ? "offered" : "required",
          hint: "once every server runs with the stage before",
          severity: "warning",
        },
      ];

/** Encryption between the pods. */
export const tlsRules: readonly Rule[] = [gatewayInFront, differentSecrets, plainOnTheWay];
