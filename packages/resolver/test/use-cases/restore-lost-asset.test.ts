/** Bytes that are missing from the store though a record names them. */
import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};

async function withLostBytes() {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add("lodash@1.0.0");
  await domain.install("team", "lodash@1.0.0");
  for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
  return domain;
}

describe("an asset whose bytes are missing", () => {
  test("is fetched anew and put back, and every reference stays as it was", async () => {
    const domain = await withLostBytes();
    const before = await domain.referenceOf("team", "lodash@1.0.0");
    expect((await domain.install("team", "lodash@1.0.0")).equals(bytesOf("lodash@1.0.0"))).toBe(true);
    domain.registry.goDown();
    expect((await domain.install("team", "lodash@1.0.0")).equals(bytesOf("lodash@1.0.0"))).toBe(true);
    expect(await domain.referenceOf("team", "lodash@1.0.0")).toStrictEqual(before);
  });

  test("is put back for a repository that did not hold the version yet, too", async () => {
    const domain = await withLostBytes();
    await domain.resolver.createRepository({ repository: "other", upstreams: ["npm-store"] });
    expect((await domain.install("other", "lodash@1.0.0")).equals(bytesOf("lodash@1.0.0"))).toBe(true);
  });

  test("O2: is put back although a package group lets nothing new come from a public registry: it is nothing new", async () => {
    const domain = await withLostBytes();
    const input = { packageGroup: "/*", restrictions: { EXTERNAL_UPSTREAM: "BLOCK" } } as const;
    await domain.resolver.updatePackageGroupOriginConfiguration(input);
    expect((await domain.install("team", "lodash@1.0.0")).equals(bytesOf("lodash@1.0.0"))).toBe(true);
  });

  test("is reported as damage, not as a version that does not exist, when no registry has it", async () => {
    const domain = await withLostBytes();
    domain.registry.remove("lodash");
    await expect(
      domain.restart().fetchAsset("team", { format: "npm", name: "lodash", version: "1.0.0" }, "package.tgz"),
    ).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
  });
});
