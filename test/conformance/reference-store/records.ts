import type { Change, GarbageMark, KeyOf, PackageCoordinate, Reference, ReferenceStore } from "@headwater/resolver";

/** Two doors to one store, as two processes have them; a store that only one process can see gives the same one twice. */
export interface ReferenceStores {
  readonly store: ReferenceStore;
  readonly other: ReferenceStore;
}

export const LODASH: PackageCoordinate = { format: "npm", name: "lodash" };
export const CORE: PackageCoordinate = { format: "npm", namespace: "babel", name: "core" };

export const referenceKey = (version: string, repository = "team", of = LODASH): KeyOf<"reference"> => ({
  type: "reference",
  repository,
  coordinate: { ...of, version },
});

export const reference = (revision: string): Reference => ({
  revision,
  status: "Published",
  origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "public:npmjs" } },
  publishedTime: 1,
  retainedTime: 2,
});

export const mark = (markedTime: number): GarbageMark => ({ markedTime });
export const markKey = (id: string): KeyOf<"garbage"> => ({ type: "garbage", of: "asset", id });
export const putMark = (id: string, time: number): Change => ({ type: "put", key: markKey(id), value: mark(time) });

/** The time of a mark, `undefined` when there is none. */
export async function timeOf(store: ReferenceStore, id: string): Promise<number | undefined> {
  return (await store.get(markKey(id)))?.value.markedTime;
}

export async function stampOf(store: ReferenceStore, id: string): Promise<string> {
  const stored = await store.get(markKey(id));
  if (stored === undefined) throw new Error(`There is no mark ${id}.`);
  return stored.stamp;
}

export const COMMITTED = { committed: true, kept: [] };
