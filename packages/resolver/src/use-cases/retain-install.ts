import type { AssetSummary } from "../asset/asset.ts";
import { integrityOf, satisfiesIntegrity } from "../asset/integrity.ts";
import { verifiedStream, type ReceivedAsset } from "../asset/verified-stream.ts";
import { type HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName, packageVersionPath } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { FirstEntry, OriginControls } from "../package/origin-controls.ts";
import type { ExternalAsset } from "../ports/external-registry.ts";
import type { Change, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { Repository } from "../repository/repository.ts";
import { planRetention } from "../retention/plan-retention.ts";
import { versionNotFound } from "./fetch-asset.ts";
import { refusalOf } from "./find-refused.ts";
import { holdReceived } from "./hold-received.ts";
import {
  type OfferedVersion,
  changedMeanwhile,
  findHeldAsset,
  findOffer,
  ingestChanges,
  removeSuperseded,
  writerFor,
} from "./ingest-package-version.ts";
import type { InstalledVersion, RetainInstallOptions, RetainInstallReport } from "./installs.ts";
import type { LoadExternalPackage } from "./load-external-package.ts";
import { loadReachable, requireRepository } from "./load-repositories.ts";
import { retentionChanges } from "./retention-changes.ts";
import { type SearchOutcome, searchPackageVersion, searchPackageVersions } from "./search-package-version.ts";

/** How many versions are fetched from a registry at a time. */
const FETCHES_AT_ONCE = 12;

/** What retaining one version takes: what to write, or why it cannot be. */
type Planned =
  | { readonly type: "held"; readonly reference: Reference }
  | { readonly type: "keep"; readonly changes: readonly Change[]; readonly reference: Reference }
  | { readonly type: "refused" | "failed"; readonly error: HeadwaterError };

/**
 * Retains what a client installed, whether or not it asked us for it (K1–K3): plans every version, fetching bytes only
 * for those that the domain lacks, then writes all references in one commit.
 *
 * @see Resolver.retainInstall
 */
export async function retainInstall(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  repository: string,
  installed: readonly InstalledVersion[],
  options: RetainInstallOptions = {},
): Promise<RetainInstallReport> {
  await requireRepository(ports.references, repository);
  const wanted = [...new Map(installed.map((each) => [packageVersionPath(each.coordinate), each])).values()];
  const planned = new Map<InstalledVersion, Planned>();
  const known = await loadReachable(ports.references, [repository]);
  const outcomes = await searchPackageVersions(
    ports.references,
    repository,
    wanted.map(({ coordinate }) => coordinate),
  );
  const plan = (each: InstalledVersion, found?: SearchOutcome): Promise<Planned> =>
    planOne(ports, loadExternalPackage, { repository, known, found }, each, options);
  const queue = wanted.entries();
  const work = async (): Promise<void> => {
    for (const [index, each] of queue) {
      options.signal?.throwIfAborted();
      planned.set(each, await plan(each, outcomes[index]));
      options.onProgress?.(planned.size, wanted.length);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: FETCHES_AT_ONCE }, work));
  // What was received before a failure or an interruption is kept all the same: each version is whole.
  await commitPlanned(ports, planned, plan);
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  return report(ports, planned);
}

async function planOne(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  {
    repository,
    known,
    found,
  }: {
    readonly repository: string;
    readonly known: ReadonlyMap<string, Stored<Repository>>;
    readonly found: SearchOutcome | undefined;
  },
  { coordinate, integrity }: InstalledVersion,
  options: RetainInstallOptions,
): Promise<Planned> {
  try {
    // What has to be fetched waits for its turn: much may have changed until then.
    const outcome =
      found?.type === "held" ? found : await searchPackageVersion(ports.references, repository, coordinate, known);
    if (outcome.type === "held") {
      const keepers = planRetention(repository, { type: "repository", repository: outcome.repository });
      if (keepers.length === 0) return { type: "held", reference: outcome.reference };
      const reference = { ...outcome.reference, retainedTime: ports.clock.now() };
      const entries = keepers.map((each) => ({ repository: each, entry: "retained" }) as const);
      const changes = retentionChanges(entries, coordinate, reference, firstControlsOf(outcome, coordinate));
      return { type: "keep", changes, reference };
    }
    if (outcome.type === "refused") return { type: "refused", error: outcome.error };
    const refusal = refusalOf(outcome, repository, coordinate);
    if (refusal !== undefined) return { type: "refused", error: refusal };
    const offer = await findOffer(loadExternalPackage, outcome.connected, coordinate);
    if (offer === undefined) return { type: "failed", error: versionNotFound(outcome, repository, coordinate) };
    const admitted = { ...offer, firstControls: firstControlsOf(outcome, coordinate) };
    return await receiveAll(ports, repository, coordinate, admitted, integrity, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isHeadwaterError(error) || error.code.startsWith("STORE_")) throw error;
    return { type: "failed", error };
  }
}

const firstControlsOf =
  ({ walk: { admission } }: SearchOutcome, coordinate: PackageVersionCoordinate) =>
  (entry: FirstEntry): OriginControls =>
    admission.firstControls(entry, coordinate);

/** Brings every asset of an offered version into the store: what is held stays, then the client's own cache, then the registry. */
async function receiveAll(
  ports: ResolverPorts,
  repository: string,
  coordinate: PackageVersionCoordinate,
  offer: OfferedVersion,
  installedIntegrity: string | undefined,
  options: RetainInstallOptions,
): Promise<Planned> {
  const summaries: AssetSummary[] = [];
  for (const asset of offer.version.assets) {
    const { size, hashes } =
      (await findHeldAsset(ports, asset)) ??
      (await receive(ports, coordinate, offer, asset, installedIntegrity, options));
    summaries.push({ name: asset.name, size, hashes });
  }
  const { reference, changes } = ingestChanges(ports, repository, coordinate, offer, summaries);
  return { type: "keep", changes, reference };
}

async function receive(
  ports: ResolverPorts,
  coordinate: PackageVersionCoordinate,
  offer: OfferedVersion,
  asset: ExternalAsset,
  installedIntegrity: string | undefined,
  options: RetainInstallOptions,
): Promise<ReceivedAsset> {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  const fetchOptions = options.signal === undefined ? {} : { signal: options.signal };
  const integrity = asset.integrity ?? installedIntegrity;
  const cached = integrity === undefined ? undefined : await fromCache(integrity, options);
  if (cached !== undefined) {
    try {
      return await store(ports, { source: cached, integrity, name }, fetchOptions);
    } catch (error) {
      options.signal?.throwIfAborted();
      // A cache may be damaged; it is the client's own affair, and the registry has the bytes too. Our store's faults are ours.
      if (isHeadwaterError(error) && error.code.startsWith("STORE_")) throw error;
    }
  }
  const source = await offer.package.fetchAsset(asset, fetchOptions);
  return store(ports, { source, integrity, name }, fetchOptions);
}

/** A client's cache that cannot be read is like one that lacks the asset. */
async function fromCache(
  integrity: string,
  { cachedAsset, signal }: RetainInstallOptions,
): Promise<ReadableStream<Uint8Array> | undefined> {
  try {
    return await cachedAsset?.(integrity);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

async function store(
  ports: ResolverPorts,
  {
    source,
    integrity,
    name,
  }: { readonly source: ReadableStream<Uint8Array>; readonly integrity: string | undefined; readonly name: string },
  options: { readonly signal?: AbortSignal },
): Promise<ReceivedAsset> {
  const { promise, resolve } = Promise.withResolvers<ReceivedAsset>();
  const body = verifiedStream({
    source,
    writer: await writerFor(ports.assets, source),
    integrity,
    name,
    // The record comes at once, not with the references at the end: bytes without one are the sweep's after a while.
    async onReceived(bytes) {
      const { changes } = await holdReceived(ports, [bytes]);
      await ports.references.commit(changes);
      await removeSuperseded(ports, [bytes]);
      resolve(bytes);
    },
    onSettled: () => undefined,
  });
  await body.pipeTo(new WritableStream(), options);
  return promise;
}

/** One commit for all; when the domain has changed under it, version by version, each planned anew once. */
async function commitPlanned(
  ports: ResolverPorts,
  planned: Map<InstalledVersion, Planned>,
  planAgain: (installed: InstalledVersion) => Promise<Planned>,
): Promise<void> {
  const keep = [...planned].flatMap(([each, plan]) => (plan.type === "keep" ? [[each, plan] as const] : []));
  if (keep.length === 0) return;
  const all = await ports.references.commit(keep.flatMap(([, plan]) => plan.changes));
  if (all.committed) return;
  for (const [each, plan] of keep) {
    if ((await ports.references.commit(plan.changes)).committed) continue;
    const again = await planAgain(each);
    planned.set(each, again);
    if (again.type !== "keep") continue;
    const result = await ports.references.commit(again.changes);
    if (!result.committed)
      planned.set(each, { type: "failed", error: changedMeanwhile(each.coordinate, result.conflicts) });
  }
}

async function report(
  ports: ResolverPorts,
  planned: ReadonlyMap<InstalledVersion, Planned>,
): Promise<RetainInstallReport> {
  const retained: PackageVersionCoordinate[] = [];
  const alreadyHeld: PackageVersionCoordinate[] = [];
  const refused: { coordinate: PackageVersionCoordinate; error: HeadwaterError }[] = [];
  const failed: { coordinate: PackageVersionCoordinate; error: HeadwaterError }[] = [];
  for (const [{ coordinate }, plan] of planned) {
    if (plan.type === "keep") retained.push(coordinate);
    else if (plan.type === "held") alreadyHeld.push(coordinate);
    else if (plan.type === "refused") refused.push({ coordinate, error: plan.error });
    else failed.push({ coordinate, error: plan.error });
  }
  return { retained, alreadyHeld, refused, failed, mismatched: await findMismatches(ports, planned) };
}

/** Versions whose lockfile integrity is not that of the revision held. */
async function findMismatches(
  ports: ResolverPorts,
  planned: ReadonlyMap<InstalledVersion, Planned>,
): Promise<RetainInstallReport["mismatched"]> {
  const checked = [...planned].flatMap(([{ coordinate, integrity }, plan]) =>
    integrity === undefined || !("reference" in plan)
      ? []
      : [{ coordinate, integrity, revision: plan.reference.revision }],
  );
  const revisions = await ports.references.getMany(
    checked.map(({ revision }) => ({ type: "revision", revision }) as const),
  );
  return checked.flatMap(({ coordinate, integrity }, index) => {
    const assets = revisions[index]?.value.assets ?? [];
    const [first] = assets;
    if (first === undefined || assets.some(({ hashes }) => satisfiesIntegrity(hashes, integrity))) return [];
    return [{ coordinate, held: integrityOf(first.hashes), installed: integrity }];
  });
}
