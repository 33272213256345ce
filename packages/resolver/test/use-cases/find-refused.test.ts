import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";

test("S5: of what is about to be installed, the versions that are Archived on the way are named with the reason; nothing is fetched or kept", async () => {
  const domain = await buildResolver({
    repositories: { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } },
  });
  await domain.publish("team", "fine@1.0.0");
  await domain.publish("team", "hidden@1.0.0", { status: "Unlisted" });
  await domain.publish("npm-store", "bad@1.0.0", { status: "Archived" });
  domain.registry.add("new@1.0.0");
  const versions = ["fine@1.0.0", "hidden@1.0.0", "bad@1.0.0", "bad@1.0.1", "new@1.0.0"].map(coordinateOf);
  expect(await domain.resolver.findRefused("team", versions)).toMatchObject([
    {
      coordinate: coordinateOf("bad@1.0.0"),
      error: { code: "PACKAGE_VERSION_REFUSED", details: { repository: "npm-store", status: "Archived" } },
    },
  ]);
  expect(domain.registry.requests).toStrictEqual([]);
  expect(await domain.holders("bad@1.0.0")).toStrictEqual(["npm-store"]);
});

test("of nothing, nothing is refused; in an unknown repository the question itself is", async () => {
  const domain = await buildResolver({ repositories: { team: {} } });
  expect(await domain.resolver.findRefused("team", [])).toStrictEqual([]);
  await expect(domain.resolver.findRefused("nowhere", [coordinateOf("a@1.0.0")])).rejects.toMatchObject({
    code: "REPOSITORY_NOT_FOUND",
  });
});
