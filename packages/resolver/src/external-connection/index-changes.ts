import type { ExternalIndex } from "../ports/external-registry.ts";

/** What is different in a registry's later word about a package. Versions are in the order of the registry. */
export interface IndexChanges {
  readonly addedVersions: readonly string[];
  readonly removedVersions: readonly string[];
  /** Versions that are announced with other bytes than before. */
  readonly alteredVersions: readonly string[];
  /** `from` is absent for a tag that is new, `to` for one that has gone. */
  readonly tags: readonly { readonly tag: string; readonly from?: string; readonly to?: string }[];
}

const NOTHING: ExternalIndex = { tags: {}, versions: new Map() };

/** Compares what a registry said with what it says now; `undefined` stands for a package that it does not have. */
export function indexChanges(before: ExternalIndex = NOTHING, after: ExternalIndex = NOTHING): IndexChanges {
  const [old, now] = [before.versions, after.versions];
  const bytesOf = (integrities: readonly (string | undefined)[] | undefined): string => JSON.stringify(integrities);
  const [oldTags, newTags] = [new Map(Object.entries(before.tags)), new Map(Object.entries(after.tags))];
  const tags = [...new Set([...oldTags.keys(), ...newTags.keys()])].filter(
    (tag) => oldTags.get(tag) !== newTags.get(tag),
  );
  return {
    addedVersions: [...now.keys()].filter((version) => !old.has(version)),
    removedVersions: [...old.keys()].filter((version) => !now.has(version)),
    alteredVersions: [...now.keys()].filter(
      (version) => old.has(version) && bytesOf(old.get(version)) !== bytesOf(now.get(version)),
    ),
    tags: tags.map((tag) => {
      const [from, to] = [oldTags.get(tag), newTags.get(tag)];
      return { tag, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    }),
  };
}

/** Whether there is any difference at all. */
export const hasChanges = ({ addedVersions, removedVersions, alteredVersions, tags }: IndexChanges): boolean =>
  addedVersions.length + removedVersions.length + alteredVersions.length + tags.length > 0;
