import type { OpenDomain, RetainMode } from "@headwater/domain";
import { type LockfileEntry, registryVersions } from "@headwater/formats";
import type { InstalledVersion, RetainInstallOptions, RetainInstallReport } from "@headwater/resolver";
import type { Node } from "@npmcli/arborist";
import { type ClaimedRegistry, claimOf } from "../registries.ts";
import type { DomainInstall } from "./domain-install.ts";
import { registryEntry } from "./registry-entry.ts";

export interface RetainInstalledOptions {
  readonly domain: OpenDomain;
  /** The project's own repository: what was resolved to no URL came from there. */
  readonly repository: string;
  readonly claimed: readonly ClaimedRegistry[];
  readonly install: Pick<DomainInstall, "extracted">;
  readonly mode: RetainMode;
  /** What lies installed. */
  readonly tree: Node;
  /** Entries of the lockfile, of all platforms; for the mode `lockfile`. */
  readonly locked: readonly LockfileEntry[];
  readonly retention?: RetainInstallOptions;
}

export interface RetainedInstall {
  readonly repository: string;
  readonly report: RetainInstallReport;
}

/** What an install leaves behind in each repository that it used (K1–K3), and what came from elsewhere. */
export interface RetainedInstalls {
  readonly retained: readonly RetainedInstall[];
  /** `name@version` of what came from registries that are none of the domain's. */
  readonly foreign: readonly string[];
}

/** Retains what an install has brought: unpacked from the domain, out of npm's cache, or by request. Proven in test/arborist/create-arborist.test.ts */
export async function retainInstalled(options: RetainInstalledOptions): Promise<RetainedInstalls> {
  const { domain, repository, claimed, install, mode, tree, locked, retention } = options;
  const { direct } = domain.configuration;
  const entries = mode === "requested" ? [] : [...treeEntries(tree), ...(mode === "lockfile" ? locked : [])];
  const wanted = new Map<string, InstalledVersion[]>();
  for (const [name, versions] of install.extracted) wanted.set(name, [...versions]);
  for (const [name, group] of groupBy(entries, (entry) => repositoryOf(entry, claimed) ?? repository)) {
    const { versions } = registryVersions(group, { registries: claimed.map(({ url }) => url), direct });
    wanted.set(name, [...(wanted.get(name) ?? []), ...versions]);
  }
  const { foreign } = registryVersions(entries, { registries: claimed.map(({ url }) => url), direct });
  const retained: RetainedInstall[] = [];
  for (const [name, versions] of wanted) {
    if (versions.length === 0) continue;
    retained.push({ repository: name, report: await domain.resolver.retainInstall(name, versions, retention) });
  }
  return { retained, foreign };
}

const treeEntries = (tree: Node): readonly LockfileEntry[] =>
  [...tree.inventory.values()].flatMap((node) => (node.inert === true ? [] : (registryEntry(node) ?? [])));

const repositoryOf = ({ resolved }: LockfileEntry, claimed: readonly ClaimedRegistry[]): string | undefined =>
  resolved === undefined || !URL.canParse(resolved) ? undefined : claimOf(new URL(resolved), claimed)?.repository;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
