import Arborist, { type ArboristOptions, type Diff, type Node } from "@npmcli/arborist";
import procLog from "proc-log";
import type { DomainInstall } from "./domain-install.ts";

/** The steps that Arborist lets its heirs replace, by the names that it registers for them. */
const REIFY_NODE: unique symbol = Symbol.for("reifyNode") as never;
const CHECK_BINS = Symbol.for("checkBins");
const HANDLE_OPTIONAL_FAILURE = Symbol.for("handleOptionalFailure");

interface Steps {
  [REIFY_NODE](node: Node): Promise<Node>;
  [CHECK_BINS](node: Node): Promise<void>;
  [HANDLE_OPTIONAL_FAILURE](node: Node, work: Promise<void>): Promise<Node>;
}
const steps = Arborist.prototype as unknown as Steps;

export interface DomainArboristOptions extends ArboristOptions {
  readonly domainInstall: DomainInstall;
}

/**
 * npm's Arborist, which asks the domain before it changes anything and unpacks what the domain holds without a request. All
 * else it does itself. It makes others like itself from its own options, so everything stands there.
 * Proven in test/npm-plugin/install.test.ts
 */
export class DomainArborist extends Arborist {
  /** What there is to place, by what Arborist has compared. */
  #placing: { readonly diff: Diff | null; readonly count: number } = { diff: null, count: 0 };

  override async buildIdealTree(options?: ArboristOptions): Promise<Node> {
    if (this.idealTree !== null && this.idealTree !== undefined) return this.idealTree;
    const install = installOf(this);
    if (this.options["packageLockOnly"] !== true && this.options["dryRun"] !== true) install.prepare();
    const tree = await super.buildIdealTree(options);
    await install.begin(this.#toInstall(tree));
    return tree;
  }

  /** What of a planned tree is to lie installed: without what is left out, for this platform or by what the user said. */
  #toInstall(tree: Node): readonly Node[] {
    const { workspaces, workspacesEnabled, includeWorkspaceRoot, omit } = this.options;
    const omitted = new Set((omit ?? []) as readonly string[]);
    const named = (workspaces ?? []) as readonly string[];
    const only =
      named.length > 0
        ? this.workspaceDependencySet(tree, named, includeWorkspaceRoot === true)
        : workspacesEnabled === false
          ? this.excludeWorkspacesDependencySet(tree)
          : undefined;
    return [...tree.inventory.values()].filter(
      (node) =>
        !node.isLink && node.inert !== true && !node.shouldOmit(omitted) && (only === undefined || only.has(node)),
    );
  }

  #toPlace(): number {
    if (this.diff !== this.#placing.diff) this.#placing = { diff: this.diff, count: countPlaced(this.diff) };
    return this.#placing.count;
  }

  async [REIFY_NODE](node: Node): Promise<Node> {
    const install = installOf(this);
    const own = this as unknown as Steps;
    this.addTracker("reify", node.name, node.location);
    let isUnpacked = false;
    const unpacked = async (): Promise<void> => {
      await own[CHECK_BINS](node);
      isUnpacked = await install.extract(node);
      const { deprecated, _id } = node.package;
      if (isUnpacked && deprecated !== undefined && deprecated !== false)
        procLog.log.warn("deprecated", `${_id}: ${deprecated}`);
    };
    await own[HANDLE_OPTIONAL_FAILURE](node, unpacked());
    if (isUnpacked || node.inert === true) this.finishTracker("reify", node.name, node.location);
    else await steps[REIFY_NODE].call(this, node);
    install.placed(this.#toPlace());
    return node;
  }
}

/** Packages that come or change, without those that come inside others. */
function countPlaced(diff: Diff | null): number {
  const queue: Diff[] = diff === null ? [] : [diff];
  let count = 0;
  for (const { action, ideal, children } of queue) {
    queue.push(...children);
    const comes = action === "ADD" || action === "CHANGE";
    if (comes && ideal !== undefined && !ideal.isRoot && !ideal.inDepBundle) count += 1;
  }
  return count;
}

const installOf = ({ options }: Arborist): DomainInstall => (options as DomainArboristOptions).domainInstall;
