import { createHash } from "node:crypto";
import {
  type ExternalConnection,
  HeadwaterError,
  type JsonObject,
  type Notice,
  type PackageContents,
  type PackageVersionCoordinate,
  type RenditionStore,
  displayName,
  makeRevision,
} from "@headwater/resolver";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { parseNpmName } from "../../src/npm/names.ts";
import type { NpmResolver } from "../../src/npm/routes/route.ts";
import { tarballOf } from "./packument-builder.ts";

export interface KnownPackage {
  /** Held in the repository, Published, by version: `dist.tarball` relative as revisions keep it. */
  readonly held?: Readonly<Record<string, JsonObject>>;
  /** What the public registry answered. */
  readonly external?: { readonly document: JsonObject; readonly hidden?: readonly string[] };
  readonly tags?: Readonly<Record<string, string>>;
  readonly notices?: readonly Notice[];
}

export interface MemoryNpmResolver extends NpmResolver {
  /** Changes what the repository shows. */
  readonly packages: Map<string, KnownPackage>;
  /** Every asset asked for, as `name@version`. */
  readonly fetched: readonly string[];
  /** How often a view's contents were loaded. */
  readonly loads: () => number;
}

/** One repository, `team`, that shows what a test put into it. Fingerprints cover contents, as the port demands. */
export function createMemoryNpmResolver(
  packages: Readonly<Record<string, KnownPackage>>,
  connection?: ExternalConnection,
): MemoryNpmResolver {
  const known = new Map(Object.entries(packages));
  const fetched: string[] = [];
  let loads = 0;
  const requireTeam = (repository: string): void => {
    if (repository !== "team")
      throw new HeadwaterError("REPOSITORY_NOT_FOUND", `There is no repository ${repository}.`);
  };
  /** Writing is proven over a real resolver, in test/npm/routes. */
  const readOnly = () => Promise.reject(new Error("Nothing can be written to this repository."));
  return {
    stageAsset: readOnly,
    discardStagedAssets: readOnly,
    publishPackageVersion: readOnly,
    describeHeldPackage: readOnly,
    editPackage: readOnly,
    packages: known,
    fetched,
    loads: () => loads,
    async viewPackage(repository, coordinate) {
      requireTeam(repository);
      const found = known.get(displayName(coordinate));
      if (found === undefined)
        throw new HeadwaterError("PACKAGE_NOT_FOUND", `${displayName(coordinate)} was not found.`);
      return {
        repository,
        package: coordinate,
        fingerprint: createHash("sha256")
          .update(JSON.stringify([found.held, found.external, found.tags]))
          .digest("base64url"),
        notices: found.notices ?? [],
        async load() {
          loads += 1;
          return contentsOf(displayName(coordinate), found, connection);
        },
      };
    },
    async fetchAsset(repository, coordinate, asset) {
      requireTeam(repository);
      fetched.push(`${displayName(coordinate)}@${coordinate.version}`);
      const found = known.get(displayName(coordinate));
      const versions = (found?.external?.document["versions"] ?? {}) as JsonObject;
      if (
        asset !== "package.tgz" ||
        (found?.held?.[coordinate.version] ?? versions[coordinate.version]) === undefined
      ) {
        throw new HeadwaterError(
          "PACKAGE_VERSION_NOT_FOUND",
          `${displayName(coordinate)}@${coordinate.version} was not found.`,
        );
      }
      return servedTarball(coordinate);
    },
    async explain(repository, coordinate, wanted, selectVersion) {
      requireTeam(repository);
      const { held = {}, external } = known.get(displayName(coordinate)) ?? {};
      const announced = Object.keys((external?.document["versions"] ?? {}) as JsonObject);
      const version = selectVersion(wanted, [...Object.keys(held), ...announced], {});
      const base = { repository, package: coordinate, wanted, steps: [], holds: [], wouldKeep: [], notices: [] };
      if (version === undefined) {
        const refusal = new HeadwaterError("PACKAGE_VERSION_NOT_FOUND", `${wanted} was not found.`);
        return { ...base, refusal };
      }
      if (held[version] !== undefined) return { ...base, version, source: { type: "repository", repository } };
      return { ...base, version, source: { type: "external", repository, connection: "public:npmjs" } };
    },
    async listPackageVersionAssets(repository, coordinate) {
      requireTeam(repository);
      const { body: _, ...summary } = servedTarball(coordinate);
      return { revision: "revision", assets: [{ name: "package.tgz", ...summary }] };
    },
    async reachableConnections(repository) {
      requireTeam(repository);
      return connection === undefined ? [] : [{ repository: "npm-store", connection }];
    },
    async searchHeldPackages(repository, _format, text, limit) {
      requireTeam(repository);
      const held = [...known].filter(([name, { held: versions }]) => versions !== undefined && name.includes(text));
      return held.slice(0, limit).map(([name]) => parseNpmName(name));
    },
  };
}

function contentsOf(name: string, found: KnownPackage, connection: ExternalConnection | undefined): PackageContents {
  const coordinate = parseNpmName(name);
  const held = Object.entries(found.held ?? {}).map(([version, manifest], index) => {
    const revision = makeRevision({ coordinate: { ...coordinate, version }, manifest, assets: [] });
    const origin = { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } } as const;
    const publishedTime = Date.UTC(2023, 0, 1 + index);
    const reference = {
      revision: revision.id,
      status: "Published",
      origin,
      publishedTime,
      retainedTime: Date.UTC(2025, 0),
    } as const;
    return [version, { repository: "team", reference, revision }] as const;
  });
  if (found.external === undefined || connection === undefined)
    return { versions: new Map(held), tags: found.tags ?? {}, hidden: { versions: new Set(), tags: {} } };

  const { document, hidden = [] } = found.external;
  const bytes = Buffer.from(JSON.stringify(document));
  const announced = Object.keys((document["versions"] ?? {}) as JsonObject);
  return {
    versions: new Map(held),
    external: {
      connection,
      document: { documentId: createHash("sha256").update(bytes).digest("base64url"), load: async () => bytes },
      versions: new Set(
        announced.filter((version) => !hidden.includes(version) && found.held?.[version] === undefined),
      ),
    },
    tags: found.tags ?? ((document["dist-tags"] ?? {}) as Readonly<Record<string, string>>),
    hidden: { versions: new Set(hidden), tags: {} },
  };
}

function servedTarball(coordinate: PackageVersionCoordinate) {
  const bytes = tarballOf(displayName(coordinate), coordinate.version);
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest("hex");
  return {
    body: new Blob([new Uint8Array(bytes)]).stream(),
    size: bytes.byteLength,
    hashes: { MD5: digest("md5"), "SHA-1": digest("sha1"), "SHA-256": digest("sha256"), "SHA-512": digest("sha512") },
  };
}

/** Renditions in memory, and how often each variant was put. */
export function createMemoryRenditions(): RenditionStore & { readonly puts: string[] } {
  const { renditions } = createMemoryStores();
  const puts: string[] = [];
  return {
    ...renditions,
    puts,
    async put(key, rendition) {
      puts.push(`${key.package} ${key.variant}`);
      return renditions.put(key, rendition);
    },
  };
}
