import { isAllowed, type End, type Policy } from "../../tools/reachability";

const pod = (app: string, namespace = "a"): End => ({ namespace, labels: { app } });
const policy = (spec: Partial<Policy["spec"]>, app?: string): Policy => ({
  metadata: { namespace: "a" },
  spec: {
    podSelector: app === undefined ? {} : { matchLabels: { app } },
    policyTypes: ["Ingress", "Egress"],
    ...spec,
  },
});
const peer = (app: string) => ({ podSelector: { matchLabels: { app } } });
const ports = [{ port: 80, protocol: "TCP" }];
const ask = (policies: Policy[], from: End, to: End, port = 80) =>
  isAllowed(policies, { from, to, port });

test("a pod that no policy selects may do everything", () => {
  expect(ask([], pod("x"), pod("y"))).toBe(true);
  expect(ask([policy({}, "z")], pod("x"), pod("y"))).toBe(true);
  expect(ask([policy({})], pod("x", "b"), pod("y", "c"))).toBe(true);
});

test("a policy without rules refuses both directions", () => {
  expect(ask([policy({}, "x")], pod("x"), pod("y"))).toBe(false);
  expect(ask([policy({}, "y")], pod("x"), pod("y"))).toBe(false);
});

test("a policy of one direction leaves the other alone", () => {
  expect(ask([policy({ policyTypes: ["Egress"] }, "y")], pod("x"), pod("y"))).toBe(true);
  expect(ask([policy({ policyTypes: ["Egress"] }, "x")], pod("x"), pod("y"))).toBe(false);
});

test("both ends must agree, at this port and by this protocol", () => {
  const out = policy({ egress: [{ to: [peer("y")], ports }] }, "x");
  const into = policy({ ingress: [{ from: [peer("x")], ports }] }, "y");
  expect(ask([out, into], pod("x"), pod("y"))).toBe(true);
  expect(ask([out, policy({}, "y")], pod("x"), pod("y"))).toBe(false);
  expect(ask([policy({}, "x"), into], pod("x"), pod("y"))).toBe(false);
  expect(ask([out, into], pod("x"), pod("y"), 81)).toBe(false);
  expect(isAllowed([out, into], { from: pod("x"), to: pod("y"), port: 80, protocol: "UDP" })).toBe(
    false,
  );
});

test("what one of several policies allows is allowed", () => {
  const out = policy({ egress: [{ to: [peer("y")] }] }, "x");
  expect(ask([policy({}), out, policy({ ingress: [{}] }, "y")], pod("x"), pod("y"))).toBe(true);
});

test("a peer without a namespace is in the policy's own", () => {
  const out = policy({ egress: [{ to: [peer("y")] }] }, "x");
  expect(ask([out], pod("x"), pod("y", "b"))).toBe(false);
  const inB = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "b" } } };
  const toB = policy({ egress: [{ to: [{ ...peer("y"), ...inB }] }] }, "x");
  expect(ask([toB], pod("x"), pod("y", "b"))).toBe(true);
  expect(ask([toB], pod("x"), pod("z", "b"))).toBe(false);
  expect(ask([toB], pod("x"), pod("y"))).toBe(false);
});

test("a range has its exceptions and holds no pod", () => {
  const ipBlock = { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] };
  const out = policy({ egress: [{ to: [{ ipBlock }] }] }, "x");
  const to = (address: string) => ask([out], pod("x"), { address });
  expect([to("10.2.0.1"), to("10.1.0.1"), to("11.0.0.1"), to("::1")]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(ask([out], pod("x"), pod("y"))).toBe(false);
});

test("a selector that it does not know is no silent yes", () => {
  const odd = { podSelector: { matchExpressions: [] } } as unknown as Policy["spec"];
  expect(() => ask([policy(odd)], pod("x"), pod("y"))).toThrow("matchExpressions");
});
