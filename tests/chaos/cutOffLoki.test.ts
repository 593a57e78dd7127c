import { rulesAgainst, type Service } from "../../tools/chaos/faults/cutOffLoki";

const object = (name: string) => ({
  apiVersion: "v1",
  kind: "any",
  metadata: { name, uid: name, creationTimestamp: "" },
});
const pod = (name: string, podIP: string) => ({
  ...object(name),
  status: { phase: "Running", podIP },
});
const service = (name: string, clusterIP: string): Service => ({
  ...object(name),
  spec: { clusterIP },
});

test("cuts the way to each other Loki at both of its addresses, and from it", () => {
  const others = [pod("loki-0", "10.1.0.1"), pod("loki-2", "10.1.0.3")];
  const services = [
    service("loki", "10.2.0.9"),
    service("loki-0", "10.2.0.1"),
    service("loki-1", "10.2.0.2"),
    service("loki-2", "10.2.0.3"),
  ];
  expect(rulesAgainst(others, services, 9095)).toEqual([
    "-d 10.1.0.1 -p tcp --dport 9095 -j DROP",
    "-d 10.2.0.1 -p tcp --dport 9095 -j DROP",
    "-s 10.1.0.1 -p tcp --dport 9095 -j DROP",
    "-d 10.1.0.3 -p tcp --dport 9095 -j DROP",
    "-d 10.2.0.3 -p tcp --dport 9095 -j DROP",
    "-s 10.1.0.3 -p tcp --dport 9095 -j DROP",
  ]);
});

test("knows the pods' addresses alone where the ring has those", () => {
  expect(rulesAgainst([pod("loki-0", "10.1.0.1")], [], 9095)).toEqual([
    "-d 10.1.0.1 -p tcp --dport 9095 -j DROP",
    "-s 10.1.0.1 -p tcp --dport 9095 -j DROP",
  ]);
});
