import { expect, test } from "vitest";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import { integrityOf } from "../../src/asset/integrity.ts";

const repositories = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
  elsewhere: {},
};

/** Of these specs, those that could not be given out, each with its code. */
async function unservable(
  { resolver }: BuiltResolver,
  ...specs: readonly (string | readonly [spec: string, integrity: string])[]
): Promise<readonly (readonly [string, string])[]> {
  const versions = specs.map((each) =>
    typeof each === "string"
      ? { coordinate: coordinateOf(each) }
      : { coordinate: coordinateOf(each[0]), integrity: each[1] },
  );
  const found = await resolver.findUnservable("team", versions);
  return found.map(({ coordinate, error }) => [`${coordinate.name}@${coordinate.version}`, error.code] as const);
}

test("S2, S5: what the repository or an upstream holds can be given out; what nobody on the way holds or is Archived cannot, and nothing is asked or kept", async () => {
  const domain = await buildResolver({ repositories });
  await domain.publish("team", "own@1.0.0");
  await domain.publish("npm-store", "far@1.0.0");
  await domain.publish("shared", "hidden@1.0.0", { status: "Unlisted" });
  await domain.publish("npm-store", "bad@1.0.0", { status: "Archived" });
  await domain.publish("elsewhere", "other@1.0.0");
  domain.registry.add("new@1.0.0");
  const specs = ["own@1.0.0", "far@1.0.0", "hidden@1.0.0", "bad@1.0.0", "other@1.0.0", "new@1.0.0", "own@2.0.0"];
  expect(await unservable(domain, ...specs)).toEqual([
    ["bad@1.0.0", "PACKAGE_VERSION_REFUSED"],
    ["other@1.0.0", "PACKAGE_VERSION_NOT_FOUND"],
    ["new@1.0.0", "PACKAGE_VERSION_NOT_FOUND"],
    ["own@2.0.0", "PACKAGE_VERSION_NOT_FOUND"],
  ]);
  expect(domain.registry.requests).toStrictEqual([]);
  expect(await domain.holders("far@1.0.0")).toStrictEqual(["npm-store"]);
});

test("S7: a package whose upstreams are blocked on the way is not found beyond", async () => {
  const domain = await buildResolver({ repositories });
  await domain.publish("npm-store", "far@1.0.0");
  await domain.setOriginControls("shared", "far", { publish: "ALLOW", upstream: "BLOCK" });
  expect(await unservable(domain, "far@1.0.0")).toEqual([["far@1.0.0", "PACKAGE_VERSION_NOT_FOUND"]]);
});

test("what a registry installs can be given out once that is cut, with the integrity that it was installed with and no other", async () => {
  const domain = await buildResolver({ repositories });
  domain.registry.add("new@1.0.0");
  await domain.install("team", "new@1.0.0");
  const [asset] = (await domain.revisionOf("team", "new@1.0.0")).assets;
  const integrity = asset === undefined ? "" : integrityOf(asset.hashes);
  const sha1 = `sha1-${Buffer.from(asset?.hashes["SHA-1"] ?? "", "hex").toString("base64")}`;
  expect(await unservable(domain, "new@1.0.0", ["new@1.0.0", integrity], ["new@1.0.0", sha1])).toEqual([]);
  expect(await unservable(domain, ["new@1.0.0", "sha512-AAAA"])).toEqual([["new@1.0.0", "INTEGRITY_MISMATCH"]]);
});

test("a version whose bytes have gone from the store is told", async () => {
  const domain = await buildResolver({ repositories });
  await domain.publish("team", "own@1.0.0");
  for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
  expect(await unservable(domain, "own@1.0.0")).toEqual([["own@1.0.0", "STORE_CORRUPT"]]);
});

test("however many versions are asked about, the store is read a few times", async () => {
  const domain = await buildResolver({ repositories });
  let reads = 0;
  const specs = Array.from({ length: 60 }, (_, index) => `p${index}@1.0.0`);
  for (const spec of specs) await domain.publish("npm-store", spec);
  const { references } = domain;
  const counted = domain.restart({
    references: {
      ...references,
      get: (key) => ((reads += 1), references.get(key)),
      getMany: (keys) => ((reads += 1), references.getMany(keys)),
    },
  });
  expect(
    await counted.findUnservable(
      "team",
      specs.map((spec) => ({ coordinate: coordinateOf(spec) })),
    ),
  ).toEqual([]);
  expect(reads).toBeLessThan(10);
});

test("of nothing, everything can be given out; in an unknown repository the question itself is refused", async () => {
  const domain = await buildResolver({ repositories });
  expect(await unservable(domain)).toEqual([]);
  await expect(domain.resolver.findUnservable("nowhere", [])).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
});
