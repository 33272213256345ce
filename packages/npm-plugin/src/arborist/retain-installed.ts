import type { OpenDomain, RetainMode } from "@headwater/domain";
import { type LockfileEntry, registryVersions } from "@headwater/formats";
import type { InstalledVersion, RetainInstallOptions, RetainInstallReport } from "@headwater/resolver";
import type { Node } from "@npmcli/arborist";
import { type AskedRegistries, answeringRepository, lockedRegistries } from "../registries.ts";
import type { DomainInstall } from "./domain-install.ts";
import { registryEntry } from "./registry-entry.ts";

export interface RetainInstalledOptions {
  readonly domain: OpenDomain;
  readonly asked: AskedRegistries;
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

/** Retains what an install has brought: unpacked from the domain, out of npm's cache, or by request. Proven in test/npm-plugin/install.test.ts */
export async function retainInstalled(options: RetainInstalledOptions): Promise<RetainedInstalls> {
  const { domain, asked, install, mode, tree, locked, retention } = options;
  const { direct } = domain.configuration;
  const entries = mode === "requested" ? [] : [...treeEntries(tree), ...(mode === "lockfile" ? locked : [])];
  const registries = lockedRegistries(asked);
  const foreign: string[] = [];
  const wanted = new Map<string, InstalledVersion[]>();
  for (const [name, versions] of install.extracted) wanted.set(name, [...versions]);
  for (const [name, group] of groupBy(entries, (entry) => answeringRepository(entry, asked))) {
    const split = registryVersions(group, { registries, direct });
    // A package without a URL is none of ours when its registry is not.
    foreign.push(...(name === undefined ? elsewhere(group, direct) : split.foreign));
    if (name === undefined) continue;
    const { versions } = split;
    wanted.set(name, [...(wanted.get(name) ?? []), ...versions]);
  }
  const retained: RetainedInstall[] = [];
  for (const [name, versions] of wanted) {
    if (versions.length === 0) continue;
    retained.push({ repository: name, report: await domain.resolver.retainInstall(name, versions, retention) });
  }
  return { retained, foreign };
}

const elsewhere = (entries: readonly LockfileEntry[], direct: readonly string[]): readonly string[] =>
  entries.flatMap(({ name, version }) =>
    direct.some((scope) => name.startsWith(`${scope}/`)) ? [] : [`${name}@${version}`],
  );

const treeEntries = (tree: Node): readonly LockfileEntry[] =>
  [...tree.inventory.values()].flatMap((node) => (node.inert === true ? [] : (registryEntry(node) ?? [])));

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(item);
  }
  return groups;
}
