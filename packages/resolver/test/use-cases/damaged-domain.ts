/** A domain that has installed two versions from a registry, and ways to damage what it holds of one of them. */
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import type { Asset } from "../../src/asset/asset.ts";
import type { Stored } from "../../src/ports/reference-store.ts";

export const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
export const spec = "lodash@1.0.0";
/** Who holds the versions. */
export const held = ["npm-store", "team"];

export async function installed(): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec);
  domain.registry.add("other@1.0.0");
  await domain.install("team", spec);
  await domain.install("team", "other@1.0.0");
  return domain;
}

/** The record of a version's asset. */
export async function assetOf(domain: BuiltResolver, of = spec, repository = "team") {
  const { assets } = await domain.revisionOf(repository, of);
  const key = { type: "asset", sha512: assets[0]?.hashes["SHA-512"] ?? "" } as const;
  const stored = (await domain.references.get(key)) as Stored<Asset>;
  return { key, ...stored };
}
export const loseBytes = async (domain: BuiltResolver, of = spec, repository = "team"): Promise<void> =>
  domain.assets.remove((await assetOf(domain, of, repository)).value.location);

/** Puts other bytes where those of the version should be. */
export async function exchangeBytes(domain: BuiltResolver, bytes: Uint8Array): Promise<void> {
  const { key, value } = await assetOf(domain);
  const writer = await domain.assets.create();
  await writer.write(bytes);
  const location = await writer.finish();
  await domain.references.commit([{ type: "put", key, value: { ...value, location } }]);
  await domain.assets.remove(value.location);
}
