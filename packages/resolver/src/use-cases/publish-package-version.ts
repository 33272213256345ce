import type { AssetSummary } from "../asset/asset.ts";
import { checkTagCount } from "../dist-tag/tag-limit.ts";
import { tagsNotNaming } from "../dist-tag/tags-not-naming.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { displayName, packageOf } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { type Revision, makeRevision } from "../package-version/revision.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { Change, KeyOf, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { type Admission, loadAdmission } from "./admission.ts";
import { type Elsewhere, findElsewhere } from "./find-elsewhere.ts";
import { holdReceived } from "./hold-received.ts";
import { changedMeanwhile, removeSuperseded } from "./ingest-package-version.ts";
import type { LoadExternalPackage } from "./load-external-package.ts";
import { requireRepository } from "./load-repositories.ts";
import type { PublishPackageVersionInput, PublishedPackageVersion, PublishingUseCases } from "./publishing.ts";
import { revisionChanges } from "./retention-changes.ts";
import { stageAsset } from "./stage-asset.ts";
import { danglingReference } from "./view-package.ts";

/** How often a publish starts over because somebody else wrote the same package at the same instant; each time one of them got through. */
const ATTEMPTS = 50;

/** What is there before a version is published. */
interface Before {
  readonly reference: Stored<Reference> | undefined;
  readonly record: Stored<PackageRecord> | undefined;
}

/**
 * Publishing a version directly into a repository (section 13): everything is written in one commit that conflicts when
 * anybody else has written the version or its package since it was read, so of two publishes of one version exactly one wins
 * and no dist-tag is lost. Staged bytes that come to nothing are removed.
 */
export function createPublishing(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
): Pick<PublishingUseCases, "stageAsset" | "discardStagedAssets" | "publishPackageVersion"> {
  const { references, clock } = ports;

  /** `undefined`: the domain changed meanwhile, try again. */
  const attempt = async (
    input: PublishPackageVersionInput,
    content: Revision,
  ): Promise<PublishedPackageVersion | undefined> => {
    const { repository, coordinate, tags = [] } = input;
    await requireRepository(references, repository);
    const keys = {
      reference: { type: "reference", repository, coordinate },
      package: { type: "package", repository, package: packageOf(coordinate) },
    } as const;
    const before: Before = {
      reference: await references.get(keys.reference),
      record: await references.get(keys.package),
    };
    const admission = await loadAdmission(references);
    const refusal = admission.refusal("published", repository, coordinate, before.record?.value);
    if (refusal !== undefined) throw refusal;
    if (before.reference !== undefined) return resend(input, keys.package, before.reference, before.record);

    const { place, notices } = await findElsewhere(references, loadExternalPackage, repository, coordinate);
    if (place !== undefined) throw reachableElsewhere(input, place);
    const now = clock.now();
    const reference: Reference = {
      revision: content.id,
      status: "Published",
      origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: repository } },
      publishedTime: input.publishedTime ?? now,
      retainedTime: now,
    };
    const changes: readonly Change[] = [
      ...(await holdReceived(ports, input.assets)).changes,
      ...revisionChanges(content),
      { type: "delete", key: { type: "garbage", of: "revision", id: content.id } },
      { type: "require", key: { type: "repository", repository } },
      { type: "insert", ifPresent: "conflict", key: keys.reference, value: reference },
      // A tag that still names the version was given to another content, which has gone (B12).
      packageChange(
        keys.package,
        before.record,
        newTags(input, tagsNotNaming(before.record?.value.tags ?? {}, [coordinate.version]), tags),
        admission,
      ),
    ];
    const result = await references.commit(changes);
    if (!result.committed) return undefined;
    return { revision: content.id, status: "Published", created: true, notices };
  };

  /**
   * The version is there already: the same bytes change nothing but what tags are missing (B1), and take the place of those that
   * the store has lost; anything else is refused (B2, B4).
   */
  const resend = async (
    input: PublishPackageVersionInput,
    key: KeyOf<"package">,
    held: Stored<Reference>,
    record: Stored<PackageRecord> | undefined,
  ): Promise<PublishedPackageVersion | undefined> => {
    const { repository, coordinate, assets, tags = [] } = input;
    const { revision, status } = held.value;
    if (status !== "Published") throw alreadyThere(input, held.value);
    const stored = await references.get({ type: "revision", revision });
    if (stored === undefined) throw danglingReference(repository, coordinate, coordinate.version);
    if (!sameBytes(stored.value.assets, assets)) throw alreadyThere(input, held.value);
    const answer = { revision, status, created: false, notices: [] } as const;
    const missing = tags.filter((tag) => !Object.hasOwn(record?.value.tags ?? {}, tag));
    const tagged =
      record === undefined || missing.length === 0
        ? undefined
        : { ...record.value, tags: newTags(input, record.value.tags, missing) };
    const { changes, areHeld } = await holdReceived(ports, assets);
    if (tagged === undefined && areHeld) return answer;
    const result = await references.commit([
      { type: "require", key: { type: "reference", repository, coordinate }, stamp: held.stamp },
      ...(areHeld ? [] : changes),
      ...(tagged === undefined || record === undefined
        ? []
        : [{ type: "replace", key, value: tagged, stamp: record.stamp } as const]),
    ]);
    return result.committed ? answer : undefined;
  };

  return {
    stageAsset: (source, { maxSize } = {}) => stageAsset(ports, source, maxSize),
    discardStagedAssets: (assets) => removeSuperseded(ports, assets),
    async publishPackageVersion(input) {
      const { coordinate, manifest, assets } = input;
      try {
        const summaries = assets.map(({ name, size, hashes }) => ({ name, size, hashes }));
        const content = makeRevision({ coordinate, manifest, assets: summaries });
        for (let left = ATTEMPTS; left > 0; left -= 1) {
          const published = await attempt(input, content);
          if (published !== undefined) return published;
        }
        throw changedMeanwhile(coordinate, []);
      } finally {
        await removeSuperseded(ports, assets);
      }
    },
  };
}

/** The package with its tags; its first version brings its first origin controls (O3). */
function packageChange(
  key: KeyOf<"package">,
  record: Stored<PackageRecord> | undefined,
  tags: PackageRecord["tags"],
  admission: Admission,
): Change {
  if (record !== undefined) return { type: "replace", key, stamp: record.stamp, value: { ...record.value, tags } };
  const originControls = admission.firstControls("published", key.package);
  return { type: "insert", ifPresent: "conflict", key, value: { originControls, tags } };
}

/** @throws INVALID_ARGUMENT when they would be too many */
function newTags(
  { coordinate }: PublishPackageVersionInput,
  kept: PackageRecord["tags"],
  added: readonly string[],
): PackageRecord["tags"] {
  const tags = { ...kept, ...Object.fromEntries(added.map((tag) => [tag, coordinate.version])) };
  checkTagCount(Object.keys(tags).length, coordinate);
  return tags;
}

function sameBytes(held: readonly AssetSummary[], sent: readonly AssetSummary[]): boolean {
  const digests = new Map(held.map(({ name, hashes }) => [name, hashes["SHA-512"]]));
  return sent.length === held.length && sent.every(({ name, hashes }) => digests.get(name) === hashes["SHA-512"]);
}

function alreadyThere({ repository, coordinate }: PublishPackageVersionInput, { status }: Reference): HeadwaterError {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  const published = status === "Published";
  return new HeadwaterError(
    "ALREADY_EXISTS",
    published
      ? `${name} is in the repository "${repository}" already, with other bytes.`
      : `${name} is in the repository "${repository}" already; it is ${status} there.`,
    {
      hint: published
        ? "Publish under another version; to replace this one, delete it first."
        : "Publish under another version; to publish this one again, delete it first.",
      details: {
        rule: published ? "B1" : "B4",
        repository,
        package: displayName(coordinate),
        version: coordinate.version,
        status,
      },
    },
  );
}

function reachableElsewhere(
  { repository, coordinate }: PublishPackageVersionInput,
  place: NonNullable<Elsewhere["place"]>,
): HeadwaterError {
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  const where =
    place.type === "repository"
      ? `in its upstream repository "${place.repository}"`
      : `at ${place.connection}, through "${place.repository}"`;
  return new HeadwaterError(
    "ALREADY_EXISTS",
    `${name} cannot be published to "${repository}": that version is ${where}.`,
    {
      hint: "Publish under another version; for a version of your own, block upstreams for this package first (headwater put-package-origin-configuration), or publish it where it cannot be reached and copy it here.",
      details: {
        rule: "B5",
        repository,
        package: displayName(coordinate),
        version: coordinate.version,
        foundIn: place.repository,
        ...(place.type === "external" ? { connection: place.connection } : {}),
      },
    },
  );
}
