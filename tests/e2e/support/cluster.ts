import { Kubectl } from "../../../tools/cluster/kubectl";
import { createReach, type Reach } from "../../../tools/cluster/reach";
import { removeNamespaces } from "../../../tools/cluster/removeNamespaces";
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

  remove(namespaces: readonly string[]): Promise<void> {
    return removeNamespaces(this.kubectl, namespaces);
  }

  async close(): Promise<void> {
    await this.reach.close();
  }
}
