import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf, createScriptedRegistry } from "../../../../test/kit/scripted-registry.ts";
import { DEFAULT_RESOLVER_SETTINGS } from "../../src/ports/resolver-ports.ts";
import { findElsewhere } from "../../src/use-cases/find-elsewhere.ts";
import { createLoadExternalPackage } from "../../src/use-cases/load-external-package.ts";

async function build() {
  const registry = createScriptedRegistry();
  const built = await buildResolver({
    registry,
    repositories: {
      "npm-store": { externalConnection: "public:npmjs" },
      other: {},
      team: { upstreams: ["other", "npm-store"] },
    },
  });
  const { references, assets, clock } = built;
  const load = createLoadExternalPackage({
    references,
    assets,
    clock,
    externalRegistries: [registry],
    connections: new Map([["public:npmjs", { name: "public:npmjs", url: "https://npm.example.com/" }]]),
    summarizeManifest: {},
    settings: DEFAULT_RESOLVER_SETTINGS,
  });
  const find = (spec: string) => findElsewhere(references, load, "team", coordinateOf(spec));
  return { ...built, find };
}

test("B5: the first upstream that holds a version is named, before any registry is asked", async () => {
  const { find, publish, registry } = await build();
  registry.add("tool@1.0.0");
  await publish("other", "tool@1.0.0");
  expect(await find("tool@1.0.0")).toEqual({ place: { type: "repository", repository: "other" }, notices: [] });
  expect(registry.requests).toEqual([]);
});

test("B5: else the connected repository whose registry offers it", async () => {
  const { find, registry } = await build();
  registry.add("tool@1.0.0");
  expect(await find("tool@1.0.0")).toEqual({
    place: { type: "external", repository: "npm-store", connection: "public:npmjs" },
    notices: [],
  });
});

test("what the repository holds itself is not elsewhere", async () => {
  const { find, publish } = await build();
  await publish("team", "tool@1.0.0");
  expect(await find("tool@1.0.0")).toEqual({ notices: [] });
});

const FAILURES = ["EXTERNAL_REGISTRY_FAILED", "EXTERNAL_REGISTRY_REFUSED", "EXTERNAL_REGISTRY_INVALID_ANSWER"] as const;

describe("F2: a registry that is out of reach", () => {
  const unasked = ["public:npmjs could not be asked whether tool@1.0.1 exists there already."];

  test.each(["nothing", "other versions"])("and has said %s before is no obstacle, but a notice", async (said) => {
    const { find, registry, listed } = await build();
    registry.add("tool@1.0.0");
    if (said === "other versions") await listed("team", "tool");
    registry.add("tool@1.0.1");
    registry.goDown();
    const { place, notices } = await find("tool@1.0.1");
    expect([place, notices.map(({ message }) => message)]).toEqual([undefined, unasked]);
  });
});

describe.each(FAILURES)("B5: a registry that is there and fails with %s", (code) => {
  test.each(["nothing", "other versions"])("and has said %s before ends the publish with that", async (said) => {
    const { find, registry, listed } = await build();
    registry.add("tool@1.0.0");
    if (said === "other versions") await listed("team", "tool");
    registry.add("tool@1.0.1");
    registry.fail(code);
    await expect(find("tool@1.0.1")).rejects.toMatchObject({ code });
  });

  test("still has what it named before", async () => {
    const { find, registry, listed } = await build();
    registry.add("tool@1.0.0");
    await listed("team", "tool");
    registry.fail(code);
    expect((await find("tool@1.0.0")).place).toMatchObject({ type: "external", connection: "public:npmjs" });
  });
});
