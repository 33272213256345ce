import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";

const spec = "lodash@1.0.0";
const build = () => buildResolver({ repositories: { team: { upstreams: ["shared"] }, shared: {} } });

test("the README is what the format finds in the manifest, or in an asset", async () => {
  const domain = await build();
  await domain.publish("team", spec, { manifest: { readme: "# Lodash" } });
  await domain.publish("team", "lodash@2.0.0", { bytes: Buffer.from("# In the asset") });
  expect(await domain.resolver.getPackageVersionReadme("team", coordinateOf(spec))).toStrictEqual({
    revision: (await domain.revisionOf("team", spec)).id,
    readme: "# Lodash",
  });
  expect(await domain.resolver.getPackageVersionReadme("team", coordinateOf("lodash@2.0.0"))).toMatchObject({
    readme: "# In the asset",
  });
});

test("of a Disposed version only what the manifest says is left, of an Archived one all of it", async () => {
  const domain = await build();
  await domain.publish("team", spec, { manifest: { readme: "# Lodash" } });
  await domain.publish("team", "lodash@2.0.0", { bytes: Buffer.from("# In the asset") });
  await domain.setStatus("team", "lodash@2.0.0", "Archived");
  const readme = async (each: string) =>
    (await domain.resolver.getPackageVersionReadme("team", coordinateOf(each))).readme;
  expect(await readme("lodash@2.0.0")).toBe("# In the asset");
  await domain.resolver.disposePackageVersions({
    repository: "team",
    package: { format: "npm", name: "lodash" },
    versions: ["1.0.0", "2.0.0"],
  });
  expect(await readme(spec)).toBe("# Lodash");
  await expect(readme("lodash@2.0.0")).rejects.toMatchObject({ code: "ASSET_NOT_FOUND" });
});

test("A8: of a format that has none, and of one that nobody can read, there is none", async () => {
  const domain = await build();
  const generic = { format: "generic", namespace: "acme", name: "tool", version: "1" } as const;
  await expect(domain.resolver.getPackageVersionReadme("team", generic)).rejects.toMatchObject({
    code: "NOT_SUPPORTED",
    details: { rule: "A8" },
  });
  await domain.publish("team", spec);
  const reference = await domain.referenceOf("team", spec);
  if (reference === undefined) throw new Error("not published");
  const cargo = { ...generic, format: "cargo" } as const;
  await domain.references.commit([
    { type: "put", key: { type: "reference", repository: "team", coordinate: cargo }, value: reference },
  ]);
  await expect(domain.resolver.getPackageVersionReadme("team", cargo)).rejects.toMatchObject({
    code: "ASSET_NOT_FOUND",
  });
});
