import { packageVersionPath } from "../names/coordinate.ts";
import { needsRevision } from "../package-version/reference.ts";
import { makeRevision } from "../package-version/revision.ts";
import type { ListedRecord, RecordPrefix, RecordType } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { Damage, Referrer, VerifyOptions, VerifyReport } from "../verification/verify-report.ts";
import { eachRecord } from "./each-record.ts";
import { examineBytes } from "./examine-asset.ts";
import { type LostDocument, surveyDocument } from "./lost-documents.ts";

/** A reference that leads to something damaged. */
export interface Claim extends Referrer {
  readonly revision: string;
}

/** What looked damaged when it was passed; whoever uses the domain meanwhile may have caused the look. */
export interface Suspect {
  readonly type: "revision" | "asset";
  /** A revision's id or an asset's SHA-512. */
  readonly id: string;
  readonly damage: Damage;
  readonly claims: readonly Claim[];
}

export interface Survey extends Pick<VerifyReport, "checked" | "idleTags"> {
  readonly suspects: readonly Suspect[];
  /** What is wrong with the bytes of assets, one entry for each that is damaged. */
  readonly brokenAssets: readonly Damage[];
  readonly lostDocuments: readonly LostDocument[];
  /** Records that cannot be read, by type. */
  readonly unreadable: ReadonlyMap<RecordType, number>;
}

type Counts = { -readonly [K in keyof VerifyReport["checked"]]: number };

/**
 * Goes once through a store from the bytes up. Of what it has passed it remembers names alone, and it holds one document at a
 * time. Proven in test/use-cases/verify-store.test.ts
 */
export async function surveyStore(ports: ResolverPorts, options: VerifyOptions): Promise<Survey> {
  const { references } = ports;
  const quick = options.quick ?? false;
  const checked: Counts = {
    repositories: 0,
    packages: 0,
    references: 0,
    revisions: 0,
    assets: 0,
    documents: 0,
    bytes: 0,
  };
  const unreadable = new Map<RecordType, number>();
  const each = <P extends RecordPrefix>(prefix: P): AsyncGenerator<ListedRecord<P["type"]>> =>
    eachRecord(references, prefix, (count) => unreadable.set(prefix.type, (unreadable.get(prefix.type) ?? 0) + count));

  const known = new Set<string>();
  for await (const { key } of eachRecord(references, { type: "asset" }, () => undefined)) known.add(key.sha512);
  const broken = new Map<string, Damage>();
  for await (const { key, value } of each({ type: "asset" })) {
    const { damage, bytes } = await examineBytes(ports.assets, value, options);
    const found = value.hashes["SHA-512"] === key.sha512 ? damage : "DIGEST_DIFFERS";
    if (found !== undefined) broken.set(key.sha512, found);
    checked.bytes += bytes;
    checked.assets += 1;
    options.onProgress?.(checked.assets, Math.max(known.size, checked.assets));
  }

  const revisions = new Map<string, string>();
  const altered = new Set<string>();
  const brokenOf = new Map<string, readonly string[]>();
  for await (const { key, value } of each({ type: "revision" })) {
    checked.revisions += 1;
    const { coordinate, manifest, assets } = value;
    revisions.set(key.revision, packageVersionPath(coordinate));
    if (makeRevision({ coordinate, manifest, assets }).id !== key.revision) altered.add(key.revision);
    const without = assets
      .map(({ hashes }) => hashes["SHA-512"])
      .filter((sha512) => broken.has(sha512) || !known.has(sha512));
    if (without.length > 0) brokenOf.set(key.revision, without);
  }

  const suspects = createSuspects();
  for (const [sha512, damage] of broken) suspects.add("asset", sha512, damage);
  const idleTags: VerifyReport["idleTags"][number][] = [];
  for await (const { value: repository } of each({ type: "repository" })) {
    checked.repositories += 1;
    for await (const { key, value } of each({ type: "reference", repository: repository.name })) {
      checked.references += 1;
      // A Disposed version says itself what it was; its revision and bytes may have been swept (X7).
      if (!needsRevision(value)) continue;
      const { revision } = value;
      const claim = { repository: repository.name, coordinate: key.coordinate, revision };
      const path = revisions.get(revision);
      if (path === undefined) suspects.add("revision", revision, "REVISION_MISSING", claim);
      else if (altered.has(revision) || path !== packageVersionPath(key.coordinate))
        suspects.add("revision", revision, "REVISION_ALTERED", claim);
      for (const sha512 of brokenOf.get(revision) ?? [])
        suspects.add("asset", sha512, broken.get(sha512) ?? "ASSET_RECORD_MISSING", claim);
    }
    for await (const { key, value } of each({ type: "package", repository: repository.name })) {
      checked.packages += 1;
      const tags = Object.entries(value.tags);
      if (tags.length === 0) continue;
      const named = await references.getMany(
        tags.map(
          ([, version]) =>
            ({ type: "reference", repository: repository.name, coordinate: { ...key.package, version } }) as const,
        ),
      );
      for (const [index, [tag, version]] of tags.entries())
        if (named[index] === undefined)
          idleTags.push({ repository: repository.name, package: key.package, tag, version });
    }
  }

  // Of a package group nothing can be wrong but that it cannot be read.
  for await (const _ of each({ type: "group" })) continue;
  const lostDocuments: LostDocument[] = [];
  for await (const record of each({ type: "external" })) {
    options.signal?.throwIfAborted();
    checked.documents += 1;
    const lost = await surveyDocument(ports, record, quick);
    if (lost !== undefined) lostDocuments.push(lost);
  }
  const brokenAssets = [...broken.values()];
  return { checked, idleTags, suspects: suspects.all(), brokenAssets, lostDocuments, unreadable };
}

/** How many records of a type cannot be read. */
export async function countUnreadable({ references }: ResolverPorts, type: RecordType): Promise<number> {
  let count = 0;
  const add = (more: number): void => void (count += more);
  if (type === "reference" || type === "package") {
    for await (const { value } of eachRecord(references, { type: "repository" }, () => undefined))
      for await (const _ of eachRecord(references, { type, repository: value.name }, add)) continue;
  } else if (type !== "domain" && type !== "groups")
    for await (const _ of eachRecord(references, { type }, add)) continue;
  return count;
}

/** Suspects by what they are, each with all that claim it. */
function createSuspects() {
  const found = new Map<string, Suspect & { readonly claims: Claim[] }>();
  return {
    add(type: Suspect["type"], id: string, damage: Damage, claim?: Claim): void {
      const key = `${type} ${id}`;
      const suspect = found.get(key) ?? { type, id, damage, claims: [] };
      if (claim !== undefined) suspect.claims.push(claim);
      found.set(key, suspect);
    },
    all: (): readonly Suspect[] => [...found.values()],
  };
}
