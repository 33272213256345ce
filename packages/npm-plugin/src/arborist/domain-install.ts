import type { OpenDomain } from "@headwater/domain";
import { TARBALL_ASSET, registryVersions } from "@headwater/formats";
import {
  HeadwaterError,
  type InstalledVersion,
  type PackageVersionCoordinate,
  displayName,
  packageVersionPath,
} from "@headwater/resolver";
import type { Node } from "@npmcli/arborist";
import procLog from "proc-log";
import type { ExtractionPool } from "../extraction/extraction-pool.ts";
import { type AskedRegistries, answeringRepository, lockedRegistries } from "../registries.ts";
import { type PlannedPackage, packageBytes } from "./package-bytes.ts";
import { registryEntry } from "./registry-entry.ts";

/** A version that an install names and the repository refuses. */
export interface RefusedVersion {
  readonly coordinate: PackageVersionCoordinate;
  readonly error: HeadwaterError;
}

/** What the domain does in the course of one install. */
export interface DomainInstall {
  /** Before a tree is planned. */
  prepare(): void;
  /**
   * Before anything is changed: reads what is held of the packages that are to lie installed.
   * @throws PACKAGE_VERSION_REFUSED with `details.refused`; the reason of the signal
   */
  begin(nodes: readonly Node[]): Promise<void>;
  /** Unpacks a package from the domain; false when npm has to fetch it. */
  extract(node: Node): Promise<boolean>;
  /** A package is in its place, one of so many that are to be placed. */
  placed(total: number): void;
  /** Versions that were unpacked without a request, by repository. */
  readonly extracted: ReadonlyMap<string, readonly InstalledVersion[]>;
}

export interface DomainInstallOptions {
  readonly domain: Pick<OpenDomain, "resolver">;
  readonly asked: AskedRegistries;
  /** Scopes, with `@`, that npm fetches past the domain. */
  readonly direct: readonly string[];
  readonly pool: ExtractionPool;
  /** Whether npm's own cache has bytes of this SRI. */
  readonly isCached: (integrity: string) => Promise<boolean>;
  /** As pacote has them: the least of every file and folder, and what the user takes away. */
  readonly modes: { readonly fileMode: number; readonly folderMode: number; readonly umask: number };
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted: an install that has not begun does not begin. */
  readonly signal?: AbortSignal;
}

/** Assets read and not unpacked yet: what is held in memory at once. */
const ASSETS_IN_HAND = 16;

/** Proven in test/npm-plugin/install.test.ts */
export function createDomainInstall(options: DomainInstallOptions): DomainInstall {
  const { domain, pool, modes, onProgress = () => undefined } = options;
  const planned = new Map<Node, PlannedPackage>();
  const extracted = new Map<string, InstalledVersion[]>();
  const inHand = createLimit(ASSETS_IN_HAND);
  let placed = 0;

  return {
    extracted,
    prepare: () => pool.start(),
    async begin(nodes) {
      options.signal?.throwIfAborted();
      const refused: RefusedVersion[] = [];
      for (const [repository, packages] of byRepository(nodes, options)) {
        const versions = packages.map(({ coordinate }) => coordinate);
        const prepared = await domain.resolver.prepareInstall(repository, versions, TARBALL_ASSET);
        refused.push(...prepared.refused);
        for (const { node, coordinate } of packages) {
          planned.set(node, { repository, coordinate, asset: prepared.held.get(packageVersionPath(coordinate)) });
        }
      }
      if (refused.length > 0) throw refusedInstall(refused);
      // The threads' files may lie in the node_modules that is going to change.
      await pool.ready();
      options.signal?.throwIfAborted();
    },
    async extract(node) {
      const found = planned.get(node);
      if (found === undefined || !isPlain(node)) return false;
      const { repository, coordinate } = found;
      const done = await inHand(async () => {
        const tarball = await packageBytes(node, found, options);
        return tarball !== undefined && (await unpack(pool, node, { tarball, folder: node.path, ...modes }));
      });
      if (!done) return false;
      const versions = extracted.get(repository) ?? [];
      extracted.set(repository, versions);
      versions.push({ coordinate, ...(node.integrity ? { integrity: node.integrity } : {}) });
      return true;
    },
    placed(total) {
      placed += 1;
      onProgress(placed, total);
    },
  };
}

/** What of a tree the domain answers for, by the repository that does. A package without a URL comes from the registry that npm asks. */
function byRepository(
  nodes: readonly Node[],
  { asked, direct }: DomainInstallOptions,
): ReadonlyMap<string, readonly { readonly node: Node; readonly coordinate: PackageVersionCoordinate }[]> {
  const registries = lockedRegistries(asked);
  const found = new Map<string, { readonly node: Node; readonly coordinate: PackageVersionCoordinate }[]>();
  for (const node of nodes) {
    const entry = registryEntry(node);
    if (entry === undefined) continue;
    const repository = answeringRepository(entry, asked);
    const [version] = registryVersions([entry], { registries, direct }).versions;
    if (repository === undefined || version === undefined) continue;
    const packages = found.get(repository) ?? [];
    found.set(repository, packages);
    packages.push({ node, coordinate: version.coordinate });
  }
  return found;
}

/** What npm does beside unpacking is npm's own. */
const isPlain = (node: Node): boolean =>
  !node.isLink && !node.inBundle && node.isInStore !== true && (node.patched ?? null) === null;

/** False for a tarball that cannot be read: npm has its own words for it. @throws what the operating system said */
async function unpack(
  pool: ExtractionPool,
  node: Node,
  job: Parameters<ExtractionPool["extract"]>[0],
): Promise<boolean> {
  try {
    for (const warning of await pool.extract(job)) procLog.log.warn("tar", warning);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    procLog.log.verbose("headwater", `${node.location}: ${(error as Error).message}`);
    return false;
  }
}

function refusedInstall(refused: readonly RefusedVersion[]): HeadwaterError {
  const [first] = refused;
  const name = first === undefined ? "" : `${displayName(first.coordinate)}@${first.coordinate.version}`;
  const more = refused.length > 1 ? ` and ${refused.length - 1} more` : "";
  return new HeadwaterError("PACKAGE_VERSION_REFUSED", `The install names versions that are refused: ${name}${more}.`, {
    hint: "Choose other versions, or ask those who keep the repository why these were withdrawn.",
    details: { refused },
  });
}

/** So many at a time, the others in the order in which they came. */
function createLimit(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (run) => {
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
