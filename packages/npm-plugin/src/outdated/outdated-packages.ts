import type { Edge, Node } from "@npmcli/arborist";
import releaseAge from "@npmcli/arborist/lib/release-age-exclude.js";
import npa from "npm-package-arg";
import pickManifest from "npm-pick-manifest";
import pacote from "pacote";
import type { NpmRun } from "../npm-run.ts";

/** A dependency whose installed version is not the newest one. */
export interface OutdatedPackage {
  readonly name: string;
  readonly path: string | undefined;
  readonly location: string | undefined;
  readonly type: DependencyField;
  /** `undefined`: not installed. */
  readonly current: string | undefined;
  /** The newest that the range allows. */
  readonly wanted: string;
  readonly latest: string;
  readonly dependent: string;
  readonly dependedByLocation: string;
  /** `name@version` when the dependent is a workspace. */
  readonly dependentWorkspace: string | undefined;
  readonly homepage: string | undefined;
}

type DependencyField = "dependencies" | "devDependencies" | "peerDependencies" | "optionalDependencies";

/** What stands behind a dependency: in a global tree, where nothing depends, the package itself. */
export type Dependency = Edge | Node;

/** Failures by which a registry says that it has no such package for the asker. Nobody can update to those. */
const UNKNOWN_TO_REGISTRY = ["ETARGET", "E403", "E404"];

const { compare } = new Intl.Collator("en");

/**
 * The outdated ones, by name, then by who depends on them. Proven in test/npm-plugin/read-commands.test.ts
 * @throws what pacote throws when the registry cannot be asked
 */
export async function outdatedPackages(
  run: NpmRun,
  dependencies: Iterable<Dependency>,
): Promise<readonly OutdatedPackage[]> {
  const found = await Promise.all(Array.from(dependencies, (each) => outdatedPackage(run, each)));
  return found
    .filter((each) => each !== undefined)
    .toSorted((one, other) => compare(one.name, other.name) || compare(one.dependent, other.dependent));
}

async function outdatedPackage(run: NpmRun, dependency: Dependency): Promise<OutdatedPackage | undefined> {
  const edge = isEdge(dependency) ? dependency : undefined;
  const node = edge === undefined ? (dependency as Node) : (edge.to ?? undefined);
  const type = fieldOf(dependency);
  if (omitted(run).some((kind) => (node ?? edge)?.[kind] === true)) return undefined;
  if (edge?.error === "MISSING" && type !== "dependencies") return undefined;
  const spec = edge?.spec;
  const parsed = parsedSpec(dependency.name, spec);
  if (parsed?.registry !== true) return undefined;
  const aliased = parsed.subSpec;
  const versions = await versionsOf(run, aliased?.name ?? dependency.name, aliased?.fetchSpec ?? spec ?? "*");
  const current = node?.package.version;
  if (versions === undefined || (current === versions.wanted && versions.wanted === versions.latest)) return undefined;
  const from = edge?.from ?? undefined;
  return {
    name: aliased === undefined ? dependency.name : `${dependency.name}${(spec ?? "").slice("npm".length)}`,
    path: node?.path,
    location: node?.location,
    type,
    current,
    ...versions,
    dependent: from?.name ?? "global",
    dependedByLocation: from?.name ? from.location : "global",
    dependentWorkspace: from?.isWorkspace === true ? from.pkgid : undefined,
  };
}

const isEdge = (dependency: Dependency): dependency is Edge => "spec" in dependency;

const omitted = (run: NpmRun): readonly ("dev" | "optional" | "peer")[] =>
  run.settings.flat["omit"] as readonly ("dev" | "optional" | "peer")[];

function fieldOf({ optional, peer, dev }: Dependency): DependencyField {
  if (optional) return "optionalDependencies";
  if (peer) return "peerDependencies";
  return dev ? "devDependencies" : "dependencies";
}

function parsedSpec(name: string, spec: string | undefined): ReturnType<typeof npa> | undefined {
  try {
    return npa(spec === undefined ? name : `${name}@${spec}`);
  } catch {
    return undefined;
  }
}

async function versionsOf(
  { options, settings: { config } }: NpmRun,
  name: string,
  range: string,
): Promise<Pick<OutdatedPackage, "wanted" | "latest" | "homepage"> | undefined> {
  try {
    const fullMetadata = config.get("long") === true;
    const packument = await pacote.packument(name, { ...options, fullMetadata, preferOnline: true });
    const isOfAnyAge = releaseAge.isReleaseAgeExcluded(packument.name, options["minReleaseAgeExclude"]);
    const picking = isOfAnyAge ? { ...options, before: null } : options;
    const wanted = pickManifest(packument, range, picking).version;
    return { wanted, latest: pickManifest(packument, "*", picking).version, homepage: packument.homepage };
  } catch (error) {
    if (UNKNOWN_TO_REGISTRY.includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
