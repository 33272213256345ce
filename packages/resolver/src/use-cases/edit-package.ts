import { createHash } from "node:crypto";
import { checkTagCount } from "../dist-tag/tag-limit.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import { type Reference, needsRevision } from "../package-version/reference.ts";
import { type Revision, makeRevision } from "../package-version/revision.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { Change, ListedRecord, ReferenceStore, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { listAll } from "./list-all.ts";
import { requireRepository } from "./load-repositories.ts";
import type { HeldPackage, PackageEdit, PublishingUseCases } from "./publishing.ts";
import { revisionChanges } from "./retention-changes.ts";
import { danglingReference } from "./view-package.ts";

/** How often an edit is planned anew because somebody else wrote the same package at the same instant. */
const ATTEMPTS = 50;

interface ReadPackage {
  readonly held: HeldPackage;
  readonly record: Stored<PackageRecord>;
  readonly references: ReadonlyMap<string, ListedRecord<"reference">>;
}

/**
 * Editing what one repository stores of one package: plan on what is there, then one commit that conflicts when any of it has
 * changed. Content is never changed: another manifest is another revision over the same assets (A1), in this repository
 * alone (K4).
 */
export function createPackageEdits({
  references,
}: Pick<ResolverPorts, "references">): Pick<PublishingUseCases, "describeHeldPackage" | "editPackage"> {
  return {
    describeHeldPackage: async (repository, coordinate) =>
      (await readPackage(references, repository, coordinate))?.held,

    async editPackage(repository, coordinate, plan) {
      for (let left = ATTEMPTS; left > 0; left -= 1) {
        const read = await readPackage(references, repository, coordinate);
        if (read === undefined) throw notStored(repository, coordinate);
        const changes = changesFor(repository, coordinate, read, plan(read.held));
        if (changes.length === 0) return;
        const required = { type: "require", key: { type: "repository", repository } } as const;
        if ((await references.commit([required, ...changes])).committed) return;
      }
      throw new HeadwaterError(
        "CONFLICT",
        `${displayName(coordinate)} in "${repository}" is being changed by others; nothing was written.`,
        { hint: "Try again." },
      );
    },
  };
}

/** `undefined` when the repository keeps nothing of the package. @throws REPOSITORY_NOT_FOUND */
async function readPackage(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<ReadPackage | undefined> {
  await requireRepository(references, repository);
  const record = await references.get({ type: "package", repository, package: coordinate });
  if (record === undefined) return undefined;
  const listed = await listAll(references, { type: "reference", repository, package: coordinate });
  const revisions = await references.getMany(
    listed.map(({ value }) => ({ type: "revision", revision: value.revision }) as const),
  );
  const versions = new Map<string, { readonly reference: Reference; readonly revision: Revision }>();
  for (const [index, { key, value }] of listed.entries()) {
    const { version } = key.coordinate;
    const said =
      value.content === undefined ? undefined : { id: value.revision, coordinate: key.coordinate, ...value.content };
    const revision = said ?? revisions[index]?.value;
    if (revision === undefined) throw danglingReference(repository, coordinate, version);
    versions.set(version, { reference: value, revision });
  }
  const stamps = [record.stamp, ...listed.map(({ stamp }) => stamp).toSorted()];
  return {
    held: {
      state: createHash("sha256").update(JSON.stringify(stamps)).digest("base64url"),
      tags: record.value.tags,
      versions,
    },
    record,
    references: new Map(listed.map((each) => [each.key.coordinate.version, each])),
  };
}

function changesFor(
  repository: string,
  coordinate: PackageCoordinate,
  { held, record, references }: ReadPackage,
  { removed = [], manifests = new Map(), tags }: PackageEdit,
): readonly Change[] {
  const changes: Change[] = [];
  for (const version of removed) {
    const reference = references.get(version);
    if (reference !== undefined) changes.push({ type: "delete", key: reference.key, stamp: reference.stamp });
  }
  for (const [version, manifest] of manifests) {
    const reference = references.get(version);
    const before = held.versions.get(version);
    // A Disposed version has no bytes any more that another revision could stand over.
    if (reference === undefined || before === undefined || !needsRevision(reference.value)) continue;
    const revision = makeRevision({ coordinate: { ...coordinate, version }, manifest, assets: before.revision.assets });
    if (revision.id === before.revision.id) continue;
    changes.push(
      ...revisionChanges(revision),
      { type: "delete", key: { type: "garbage", of: "revision", id: revision.id } },
      {
        type: "replace",
        key: reference.key,
        stamp: reference.stamp,
        value: { ...reference.value, revision: revision.id },
      },
    );
  }
  if (tags === undefined) return changes;
  checkTagCount(Object.keys(tags).length, coordinate);
  const key = { type: "package", repository, package: coordinate } as const;
  return [...changes, { type: "replace", key, stamp: record.stamp, value: { ...record.value, tags } }];
}

const notStored = (repository: string, coordinate: PackageCoordinate): HeadwaterError =>
  new HeadwaterError("PACKAGE_NOT_FOUND", `The repository "${repository}" does not store ${displayName(coordinate)}.`, {
    hint: "What is only upstream of it is changed where it is stored. See where that is with: headwater explain",
    details: { rule: "T5", repository, package: displayName(coordinate) },
  });
