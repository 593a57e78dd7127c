import { load } from "js-yaml";
import { clientSnippets } from "../components/clientSnippets";

const url = "http://loki-gateway.loki.svc:8080";
const hard = `a"b'c\\d$e #f:\n`;
const snippets = (password: string) => clientSnippets({ url, user: "a-write", password });

test("each program has a configuration of its own form", () => {
  expect(snippets("the-password")).toMatchSnapshot();
});

test.each(["plain", hard])("YAML and JSON hold the password %j as it is", (password) => {
  const { promtail, fluentBit, docker } = snippets(password);
  expect(load(promtail)).toMatchObject({ clients: [{ basic_auth: { password } }] });
  expect(load(fluentBit)).toMatchObject({ pipeline: { outputs: [{ http_passwd: password }] } });
  const { "log-opts": options } = JSON.parse(docker) as { "log-opts": { "loki-url": string } };
  const { username, password: inUrl, href } = new URL(options["loki-url"]);
  expect([username, decodeURIComponent(inUrl)]).toEqual(["a-write", password]);
  expect(href.endsWith("@loki-gateway.loki.svc:8080/loki/api/v1/push")).toBe(true);
});

test("what reads variables in its file gets two dollar signs for one", () => {
  const { vector, openTelemetryCollector } = snippets("a$b$$c");
  expect(load(vector)).toMatchObject({ sinks: { loki: { auth: { password: "a$$b$$$$c" } } } });
  expect(load(openTelemetryCollector)).toMatchObject({
    extensions: { "basicauth/loki": { client_auth: { password: "a$$b$$$$c" } } },
  });
});

test("Alloy takes a text as JSON writes it", () => {
  expect(snippets(hard).alloy).toContain(`password = ${JSON.stringify(hard)}\n`);
});

test.each([
  ["https://logs.example.com", "logs.example.com", 443, "on"],
  ["http://logs.example.com", "logs.example.com", 80, "off"],
  ["https://logs.example.com:8443", "logs.example.com", 8443, "on"],
])("Fluent Bit finds %s", (address, host, port, tls) => {
  const { fluentBit } = clientSnippets({ url: address, user: "u", password: "p" });
  expect(load(fluentBit)).toMatchObject({ pipeline: { outputs: [{ host, port, tls }] } });
});

test("each program verifies a gateway that has a certificate", () => {
  const tls = { caCertificate: "-----BEGIN\n-----END\n", serverName: "logs.example.com" };
  const https = "https://loki-gateway.loki.svc:8080";
  expect(clientSnippets({ url: https, tls, user: "u", password: "p" })).toMatchSnapshot();
});
