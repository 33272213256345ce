import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";

const repositories = {
  team: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
} as const;

test("of an install, what is held on the way can be read at once, what is refused is named (S5), and nothing is asked for or kept", async () => {
  const domain = await buildResolver({ repositories });
  await domain.publish("team", "own@1.0.0");
  await domain.publish("npm-store", "upstream@1.0.0");
  await domain.publish("npm-store", "bad@1.0.0", { status: "Archived" });
  domain.registry.add("new@1.0.0");
  const versions = ["own@1.0.0", "upstream@1.0.0", "bad@1.0.0", "new@1.0.0"].map(coordinateOf);
  const [asset] = (await domain.resolver.listPackageVersionAssets("team", coordinateOf("own@1.0.0"))).assets;
  const prepared = await domain.resolver.prepareInstall("team", versions, asset?.name ?? "");
  expect(prepared.refused).toMatchObject([
    { coordinate: coordinateOf("bad@1.0.0"), error: { code: "PACKAGE_VERSION_REFUSED" } },
  ]);
  expect([...prepared.held.keys()].map((path) => path.replace(/^npm\/+/, ""))).toHaveLength(2);
  for (const held of prepared.held.values()) expect((await held.read()).length).toBe(held.size);
  expect(domain.registry.requests).toStrictEqual([]);
  expect(await domain.holders("upstream@1.0.0")).toStrictEqual(["npm-store"]);
});

test("a version without an asset of that name is neither held nor refused", async () => {
  const domain = await buildResolver({ repositories });
  await domain.publish("team", "own@1.0.0");
  const prepared = await domain.resolver.prepareInstall("team", [coordinateOf("own@1.0.0")], "other.txt");
  expect({ refused: prepared.refused, held: prepared.held.size }).toEqual({ refused: [], held: 0 });
});

test("an unknown repository is told (R1)", async () => {
  const domain = await buildResolver({ repositories });
  await expect(domain.resolver.prepareInstall("nowhere", [coordinateOf("a@1.0.0")], "x")).rejects.toMatchObject({
    code: "REPOSITORY_NOT_FOUND",
  });
});
