import { z } from "zod";
import { providerAddressFlaw } from "./addresses";
import { secretText, someText } from "./fields";
import { checkedText, matching } from "./flaws";
import { grafanaSecretFlaw } from "./grafanaValues";
import { jmesPathFlaw } from "./jmesPaths";

const address = (example: string) =>
  checkedText(providerAddressFlaw).meta({ examples: [`https://sso.example.com/${example}`] });

const word = (expected: string, example: string) =>
  checkedText(matching(/^[^\s,"]+$/, { expected })).meta({ examples: [example] });

const domain = () =>
  checkedText(
    matching(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/, {
      expected: "the domain of mail addresses, such as example.com",
    }),
  ).meta({ examples: ["example.com"] });

/** An expression that Grafana evaluates. @see https://jmespath.org/specification.html */
const jmesPath = (example: string) => checkedText(jmesPathFlaw).meta({ examples: [example] });

const clientSecretFlaw = (secret: string) =>
  grafanaSecretFlaw(secret, "have the provider make another secret");

const allowAssignGrafanaAdmin = () =>
  z
    .boolean()
    .default(false)
    .describe(
      "Lets roleAttributePath make somebody a GrafanaAdmin, who administers the whole server. Off: such are Admins.",
    );

/**
 * Signing in to Grafana with an account elsewhere. Names are those of Grafana's own keys.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
 */
export const oauthSchema = () =>
  z
    .strictObject({
      name: someText("a name").default("OAuth").describe("Who it is that people sign in with."),
      clientId: someText("the client's id")
        .meta({ examples: ["grafana"] })
        .describe("Grafana's id at the provider."),
      clientSecret: secretText(clientSecretFlaw).describe("Grafana's password at the provider."),
      authUrl: address("authorize").describe("Where browsers are sent to sign in."),
      tokenUrl: address("token").describe("Where Grafana gets its tokens."),
      apiUrl: address("userinfo").describe(
        "Where Grafana asks who somebody is: OpenID's UserInfo.",
      ),
      scopes: z
        .array(word("a scope without spaces", "groups"))
        .default(["openid", "profile", "email"])
        .describe("What Grafana asks the provider to be told."),
      allowedDomains: z
        .array(domain())
        .default([])
        .describe("Domains of mail addresses, one of which somebody must have."),
      allowedGroups: z
        .array(someText("the name of a group").meta({ examples: ["logs"] }))
        .default([])
        .describe("Groups, of one of which somebody must be. Needs groupsAttributePath."),
      groupsAttributePath: jmesPath("groups")
        .optional()
        .describe("JMESPath to somebody's groups in what the provider says."),
      roleAttributePath: jmesPath("contains(groups[*], 'admins') && 'Admin' || 'Viewer'")
        .optional()
        .describe(
          "JMESPath to somebody's role: Viewer, Editor, Admin or None, or GrafanaAdmin with allowAssignGrafanaAdmin. Unset: who is new is a Viewer, and roles are given in Grafana.",
        ),
      roleAttributeStrict: z
        .boolean()
        .default(false)
        .describe("Refuses who has no role by roleAttributePath. Else such are Viewers."),
      allowAssignGrafanaAdmin: allowAssignGrafanaAdmin(),
      everyone: z
        .boolean()
        .default(false)
        .describe("Confirms that whoever has an account at the provider may read the logs."),
      usePkce: z
        .boolean()
        .default(true)
        .describe("Proof that who signs in is who comes back. Off: for providers that refuse it."),
      autoLogin: z
        .boolean()
        .default(false)
        .describe("Skips Grafana's own form. It is still at /login?disableAutoLogin."),
      signoutRedirectUrl: address("logout")
        .optional()
        .describe("Where browsers are sent after they have signed out."),
    })
    .optional()
    .describe("Signing in to Grafana with an account elsewhere. Unset: passwords only.");

export type OauthSettings = NonNullable<z.output<ReturnType<typeof oauthSchema>>>;
