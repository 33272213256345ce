/** A domain in memory with a resolver over it, and words for what tests do with one. */
import { createHash } from "node:crypto";
import {
  type AssetHashes,
  type AssetStore,
  type Clock,
  type ExternalConnection,
  HeadwaterError,
  type JsonObject,
  type OriginControls,
  type PackageRecord,
  type PackageVersionCoordinate,
  type PackageVersionStatus,
  type Reference,
  type ReferenceStore,
  type RenditionStore,
  type Resolver,
  type ResolverSettings,
  type Revision,
  type TargetStatus,
  createResolver,
  makeRevision,
  packageOf,
} from "@headwater/resolver";
import { createMemoryStores } from "./memory-stores.ts";
import {
  REGISTRY_URL,
  type ScriptedRegistry,
  bytesOf,
  coordinateOf,
  createScriptedRegistry,
  packageNamed,
} from "./scripted-registry.ts";

/** A clock that stands still until it is told otherwise. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

function createManualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  return { now: () => now, advance: (milliseconds) => void (now += milliseconds) };
}

export interface RepositoryOptions {
  readonly upstreams?: readonly string[];
  readonly externalConnection?: string;
}

export interface Stores {
  readonly references: ReferenceStore;
  readonly assets: AssetStore;
}

export interface BuildResolverOptions {
  /** By name; may name each other in any order. */
  readonly repositories: Readonly<Record<string, RepositoryOptions>>;
  readonly registry?: ScriptedRegistry;
  readonly clock?: ManualClock;
  /** Default: memory stores of its own. */
  readonly stores?: Partial<Stores>;
  readonly settings?: Partial<ResolverSettings>;
  /** Default: `public:npmjs` at the scripted registry, and one of another format. */
  readonly connections?: ReadonlyMap<string, ExternalConnection>;
}

/** What a version that was published here directly is like. */
export interface PublishOptions {
  readonly bytes?: Uint8Array;
  readonly status?: PackageVersionStatus;
  readonly tags?: readonly string[];
  readonly publishedTime?: number;
  /** Fields beside name and version. */
  readonly manifest?: JsonObject;
  /** Default: both ALLOW, so that upstreams stay visible (O6). */
  readonly originControls?: OriginControls;
}

export interface BuiltResolver {
  readonly resolver: Resolver;
  readonly references: ReferenceStore;
  readonly assets: AssetStore;
  readonly renditions: RenditionStore;
  readonly registry: ScriptedRegistry;
  readonly clock: ManualClock;
  /** A resolver of another process over the same stores (or others in front of them): it knows nothing but what is stored. */
  restart(stores?: Partial<Stores>): Resolver;
  /** What a client does that installs a version: fetches its asset to the end. */
  install(repository: string, spec: string): Promise<Buffer>;
  /** Which repositories hold a reference to `name@version`, sorted. */
  holders(spec: string): Promise<readonly string[]>;
  referenceOf(repository: string, spec: string): Promise<Reference | undefined>;
  revisionOf(repository: string, spec: string): Promise<Revision>;
  /** Versions that a client is shown, sorted. */
  listed(repository: string, name: string): Promise<readonly string[]>;
  /** Dist-tags that a client is shown. */
  tags(repository: string, name: string): Promise<Readonly<Record<string, string>>>;
  /** Puts a version into a repository as a direct publish leaves it. */
  publish(repository: string, spec: string, options?: PublishOptions): Promise<void>;
  setOriginControls(repository: string, name: string, controls: OriginControls): Promise<void>;
  setTags(repository: string, name: string, tags: Readonly<Record<string, string>>): Promise<void>;
  setStatus(repository: string, spec: string, status: TargetStatus): Promise<void>;
  deleteVersion(repository: string, spec: string): Promise<void>;
  /** How many assets' (and documents') bytes lie in the asset store. */
  storedCount(): Promise<number>;
}

const CONNECTIONS: ReadonlyMap<string, ExternalConnection> = new Map([
  ["public:npmjs", { name: "public:npmjs", url: REGISTRY_URL }],
  ["public:pypi", { name: "public:pypi", url: "https://pypi.example.com/" }],
]);

export async function buildResolver(options: BuildResolverOptions): Promise<BuiltResolver> {
  const { clock = createManualClock(), registry = createScriptedRegistry() } = options;
  const { references, assets, renditions } = { ...createMemoryStores(clock), ...options.stores };
  const restart = (stores: Partial<Stores> = {}): Resolver =>
    createResolver({
      references,
      assets,
      renditions,
      ...stores,
      clock,
      externalRegistries: [registry],
      connections: options.connections ?? CONNECTIONS,
      summarizeManifest: {
        npm: ({ description }) => ({
          licenses: ["MIT"],
          ...(typeof description === "string" ? { summary: description } : {}),
        }),
      },
      readDependencies: {
        npm: ({ dependencies }) =>
          Object.entries(dependencies ?? {}).map(([name, requirement]: [string, unknown]) => ({
            package: name,
            dependencyType: "regular",
            versionRequirement: String(requirement),
          })),
      },
      readReadme: {
        // A README is what the manifest says, or the whole of the asset.
        async npm({ readme }, openAsset) {
          if (typeof readme === "string") return readme;
          const bytes = await openAsset("package.tgz");
          return bytes === undefined ? undefined : (await drain(bytes)).toString();
        },
      },
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    });
  const resolver = restart();
  const domain = { name: "acme", owner: "111122223333", createdTime: clock.now() };
  await references.commit([{ type: "insert", ifPresent: "keep", key: { type: "domain" }, value: domain }]);
  for (const repository of Object.keys(options.repositories)) await resolver.createRepository({ repository });
  for (const [repository, { upstreams, externalConnection }] of Object.entries(options.repositories)) {
    if (upstreams !== undefined) await resolver.updateRepository({ repository, upstreams });
    if (externalConnection !== undefined) await resolver.associateExternalConnection(repository, externalConnection);
  }

  const packageRecord = async (repository: string, name: string): Promise<PackageRecord> => {
    const stored = await references.get({ type: "package", repository, package: packageNamed(name) });
    return stored?.value ?? { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} };
  };
  const putPackage = async (repository: string, name: string, value: PackageRecord): Promise<void> => {
    await references.commit([
      { type: "put", key: { type: "package", repository, package: packageNamed(name) }, value },
    ]);
  };
  const referenceOf = async (
    repository: string,
    coordinate: PackageVersionCoordinate,
  ): Promise<Reference | undefined> => (await references.get({ type: "reference", repository, coordinate }))?.value;

  return {
    resolver,
    references,
    assets,
    renditions,
    registry,
    clock,
    restart,
    install: (repository, spec) => install(resolver, repository, spec),
    async holders(spec) {
      const { records } = await references.list({ type: "repository" });
      const names = records.map(({ value }) => value.name).toSorted();
      const held = await Promise.all(names.map((name) => referenceOf(name, coordinateOf(spec))));
      return names.filter((_, index) => held[index] !== undefined);
    },
    referenceOf: (repository, spec) => referenceOf(repository, coordinateOf(spec)),
    async revisionOf(repository, spec) {
      const revision = (await referenceOf(repository, coordinateOf(spec)))?.revision ?? "";
      const stored = await references.get({ type: "revision", revision });
      if (stored === undefined) throw new Error(`${repository} holds no revision of ${spec}.`);
      return stored.value;
    },
    async listed(repository, name) {
      const { versions, external } = await (await resolver.viewPackage(repository, packageNamed(name))).load();
      return [...versions.keys(), ...(external?.versions ?? [])].toSorted();
    },
    async tags(repository, name) {
      return (await (await resolver.viewPackage(repository, packageNamed(name))).load()).tags;
    },
    async publish(repository, spec, publishOptions = {}) {
      const coordinate = coordinateOf(spec);
      const { bytes = bytesOf(spec), status = "Published", tags = [], originControls } = publishOptions;
      const writer = await assets.create();
      await writer.write(bytes);
      const location = await writer.finish();
      const summary = { name: "package.tgz", size: bytes.byteLength, hashes: hashesOf(bytes) };
      const sha512 = summary.hashes["SHA-512"];
      const name = spec.slice(0, spec.lastIndexOf("@"));
      const manifest = { name, version: coordinate.version, ...publishOptions.manifest };
      const revision = makeRevision({ coordinate, manifest, assets: [summary] });
      const now = clock.now();
      const reference: Reference = {
        revision: revision.id,
        status,
        origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: repository } },
        publishedTime: publishOptions.publishedTime ?? now,
        retainedTime: now,
      };
      await references.commit([
        {
          type: "insert",
          ifPresent: "keep",
          key: { type: "asset", sha512 },
          value: { size: summary.size, hashes: summary.hashes, location, storedTime: now },
        },
        { type: "insert", ifPresent: "keep", key: { type: "revision", revision: revision.id }, value: revision },
        { type: "put", key: { type: "reference", repository, coordinate }, value: reference },
      ]);
      const kept = await references.get({ type: "asset", sha512 });
      if (kept?.value.location !== location) await assets.remove(location);
      const before = await packageRecord(repository, name);
      const added = Object.fromEntries(tags.map((tag) => [tag, coordinate.version]));
      await putPackage(repository, name, {
        originControls: originControls ?? before.originControls,
        tags: { ...before.tags, ...added },
      });
    },
    async setOriginControls(repository, name, originControls) {
      await putPackage(repository, name, { ...(await packageRecord(repository, name)), originControls });
    },
    async setTags(repository, name, tags) {
      await putPackage(repository, name, { ...(await packageRecord(repository, name)), tags });
    },
    async setStatus(repository, spec, targetStatus) {
      const { version, ...coordinate } = coordinateOf(spec);
      const input = { repository, package: coordinate, versions: [version], targetStatus };
      const { failedVersions } = await resolver.updatePackageVersionsStatus(input);
      if (Object.keys(failedVersions).length > 0) throw new Error(JSON.stringify(failedVersions));
    },
    async deleteVersion(repository, spec) {
      const coordinate = coordinateOf(spec);
      const input = { repository, package: packageOf(coordinate), versions: [coordinate.version] };
      const { failedVersions } = await resolver.deletePackageVersions(input);
      if (Object.keys(failedVersions).length > 0) throw new Error(JSON.stringify(failedVersions));
    },
    async storedCount() {
      let count = 0;
      for await (const _ of assets.list()) count += 1;
      return count;
    },
  };
}

/** Fetches `package.tgz` of `name@version` through a repository, to the last byte. */
export async function install(resolver: Resolver, repository: string, spec: string): Promise<Buffer> {
  const { body } = await resolver.fetchAsset(repository, coordinateOf(spec), "package.tgz");
  return drain(body);
}

/** A body's bytes, all of them. @throws what the body fails with */
export async function drain(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a reader got before a body failed, and with which code it did; no code when it did not. */
export async function readUntilFailure(
  body: ReadableStream<Uint8Array>,
): Promise<{ readonly received: number; readonly code?: string }> {
  let received = 0;
  try {
    for await (const chunk of body) received += chunk.byteLength;
  } catch (error) {
    return { received, code: error instanceof HeadwaterError ? error.code : String(error) };
  }
  return { received };
}

function hashesOf(bytes: Uint8Array): AssetHashes {
  const hex = (algorithm: string): string => createHash(algorithm).update(bytes).digest("hex");
  return { MD5: hex("md5"), "SHA-1": hex("sha1"), "SHA-256": hex("sha256"), "SHA-512": hex("sha512") };
}
