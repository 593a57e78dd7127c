import { exposedUrl } from "./exposure";
import { setCommand, settingKey, type Path } from "./keys";
import type { Finding, Rule } from "./rules";
import type { Settings } from "./schema";
import type { ExposeSettings } from "./schemaExpose";

/** What can be exposed. */
const areas = ["gateway", "grafana"] as const;

/** A way in from outside that the settings ask for. */
interface Exposed {
  readonly area: (typeof areas)[number];
  readonly path: Path;
  readonly expose: ExposeSettings;
}

const exposed = (settings: Settings): Exposed[] =>
  areas.flatMap((area) => {
    const { expose } = settings[area];
    return expose === undefined ? [] : [{ area, path: [area, "expose"], expose }];
  });

/** Without the gateway Loki asks for no password, and without Grafana there is nothing to reach. */
const onlyWhatIsThere: Rule = (settings) =>
  exposed(settings).flatMap(({ area, path }): Finding[] => {
    const [isThere, key, why] =
      area === "gateway"
        ? [settings.gateway.enabled, ["gateway", "enabled"], "Loki itself asks for no password"]
        : [settings.grafana.deploy, ["grafana", "deploy"], "there is nothing to reach"];
    return isThere
      ? []
      : [
          {
            path,
            about: [key],
            expected: `nothing while ${settingKey(key)} is false: ${why}`,
            advice: setCommand(settingKey(key), true),
          },
        ];
  });

/** An Ingress without a certificate would carry passwords in clear, and nothing would say so. */
const certificateIsKnown: Rule = (settings) =>
  exposed(settings).flatMap(({ path, expose }): Finding[] => {
    if (expose.kind !== "ingress" || (expose.tls === "secret") === Boolean(expose.tlsSecretName)) {
      return [];
    }
    const [tls, secret] = [
      [...path, "tls"],
      [...path, "tlsSecretName"],
    ];
    return expose.tlsSecretName === undefined
      ? [
          {
            path: secret,
            about: [tls],
            expected: "the Secret with the certificate: without TLS passwords are sent in clear",
            hint: `or set ${settingKey(tls)} to elsewhere where a load balancer has the certificate`,
          },
        ]
      : [
          {
            path: secret,
            about: [tls],
            expected: `nothing while ${settingKey(tls)} is ${expose.tls}: nobody would use it`,
            remove: true,
          },
        ];
  });

/** A way on which passwords may be in clear should be seen in each preview. */
const clearInProduction: Rule = (settings, { production }) =>
  (production ? exposed(settings) : []).flatMap(({ path, expose }): Finding[] => {
    return expose.kind === "httpRoute" &&
      expose.tls !== "off" &&
      expose.parentRef.sectionName === undefined
      ? [
          {
            path: [...path, "parentRef", "sectionName"],
            expected:
              "the name of the Gateway's listener with TLS: the route is that of every listener",
            severity: "warning",
          },
        ]
      : [];
  });

/** With policies nobody gets in who is not named. */
const letIn: Rule = (settings) =>
  exposed(settings).flatMap(({ area, path }): Finding[] => {
    const { network } = settings;
    const [clients, cidrs] = [`${area}Clients`, `${area}ClientCidrs`] as const;
    const list = ["network", clients];
    return !network.policies || network[clients].length > 0 || network[cidrs].length > 0
      ? []
      : [
          {
            path: list,
            about: [path, ["network", cidrs], ["network", "policies"]],
            expected: `the namespace of the controller that ${settingKey(path)} leads through`,
            advice: setCommand(settingKey([...list, 0]), "ingress-nginx"),
            hint: `or its addresses in ${settingKey(["network", cidrs])} where it is no pod`,
          },
        ];
  });

const hostsDiffer: Rule = ({ gateway, grafana }) =>
  gateway.expose === undefined || gateway.expose.host !== grafana.expose?.host
    ? []
    : [
        {
          path: ["grafana", "expose", "host"],
          about: [["gateway", "expose", "host"]],
          expected: `a name other than ${settingKey(["gateway", "expose", "host"])}`,
          set: `grafana.${gateway.expose.host}`,
        },
      ];

/** Grafana makes links and the address to come back to after a sign-in of it. */
const oneAddress: Rule = ({ grafana: { url, expose } }) =>
  url === undefined || expose === undefined || url.replace(/\/$/, "") === exposedUrl(expose)
    ? []
    : [
        {
          path: ["grafana", "url"],
          about: [["grafana", "expose"]],
          expected: `the address at which it is exposed: ${exposedUrl(expose)}`,
          remove: true,
          hint: `${exposedUrl(expose)} is the default`,
        },
      ];

/** The ways in from outside the cluster. */
export const exposeRules: readonly Rule[] = [
  onlyWhatIsThere,
  certificateIsKnown,
  clearInProduction,
  letIn,
  hostsDiffer,
  oneAddress,
];
