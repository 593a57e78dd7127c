import { Kubectl } from "../../../tools/cluster/kubectl";
import { createReach, type Reach } from "../../../tools/cluster/reach";
import { testBed } from "../../../tools/cluster/testbed";

/** The cluster of a test run and the ways to it. */
export class Cluster {
  private constructor(
    readonly kubectl: Kubectl,
    readonly reach: Reach,
  ) {}

  /** Starts the test bed where it does not run yet. */
  static async connect(): Promise<Cluster> {
    await testBed.up();
    const kubectl = new Kubectl(await testBed.env());
    return new Cluster(kubectl, createReach(kubectl, testBed.isLocal));
  }

  /** Whether these namespaces may be created and removed by a test: they must not exist before. */
  async claim(namespaces: readonly string[]): Promise<void> {
    if (testBed.isLocal) {
      await this.remove(namespaces);
      return;
    }
    const { stdout } = await this.kubectl.try(["get", "namespaces", "--output", "name"]);
    const taken = namespaces.filter((name) => stdout.split("\n").includes(`namespace/${name}`));
    if (taken.length > 0) {
      throw new Error(`the cluster has the namespaces ${taken.join(", ")} already: remove them`);
    }
  }

  /** Removes namespaces with everything in them, and the roles that belong to them. */
  async remove(namespaces: readonly string[]): Promise<void> {
    const { kubectl } = this;
    // Emptied first: a namespace that finds its pods and claims still there looks again only later.
    await Promise.all(namespaces.map((namespace) => this.empty(namespace)));
    await kubectl.delete(["namespace", ...namespaces]);
    const roles = namespaces.map((namespace) => `${namespace}-promtail`);
    await kubectl.delete(["clusterrolebinding", ...roles]);
    await kubectl.delete(["clusterrole", ...roles]);
    await testBed.freeVolumes();
  }

  /** Removes a namespace's workloads, pods and volumes and leaves the rest. */
  async empty(namespace: string): Promise<void> {
    const place = ["--all", "--namespace", namespace];
    // The pods are left to the next command: those that a workload takes with it have minutes to
    // stop, and nobody needs these lines any more.
    const workloads = "statefulsets,deployments,replicasets,daemonsets,jobs";
    await this.kubectl.delete([workloads, "--cascade=orphan", ...place]);
    await this.kubectl.delete(["pods", "--grace-period=1", ...place]);
    await this.kubectl.delete(["persistentvolumeclaims", ...place]);
  }

  async close(): Promise<void> {
    await this.reach.close();
  }
}
