/** The dist-tags of a view, over repositories and the public registry (T1-T4, T7). */
import { describe, expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { OriginControls } from "../../src/package/origin-controls.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
const lodash = packageNamed("lodash");
const BLOCK: OriginControls = { publish: "ALLOW", upstream: "BLOCK" };

describe("the dist-tags that a client is shown", () => {
  const ONE_UP = { team: { upstreams: ["up"] }, up: {} };

  test("T1, T2: are the union of all levels, the most upstream value winning, the public registry last of all", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "lodash@1.0.0", { tags: ["latest", "mine"] });
    await domain.publish("shared", "lodash@2.0.0", { tags: ["latest", "ours"] });
    domain.registry.add("lodash@3.0.0", { tags: ["latest", "next"] });
    expect(await domain.tags("team", "lodash")).toStrictEqual({
      latest: "3.0.0",
      mine: "1.0.0",
      ours: "2.0.0",
      next: "3.0.0",
    });
  });

  test("T2, S6: of a repository's own connection yield to those of its upstreams", async () => {
    const domain = await buildResolver({
      repositories: { team: { upstreams: ["up"], externalConnection: "public:npmjs" }, up: {} },
    });
    await domain.publish("up", "lodash@1.0.0", { tags: ["latest"] });
    domain.registry.add("lodash@2.0.0", { tags: ["latest"] });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.0" });
  });

  test("T4: still say 1.0.1 after 1.0.2 was published here, while the upstream says 1.0.1; only the exact version reaches it", async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.1", { tags: ["latest"] });
    await domain.publish("team", "lodash@1.0.1", { tags: ["latest"] });
    await domain.publish("team", "lodash@1.0.2", { tags: ["latest"] });
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ latest: "1.0.2" });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.1" });
    await domain.install("team", "lodash@1.0.2");
  });

  test("T3: are merged for the answer alone; the stored ones stay as they are", async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.0", { tags: ["latest"] });
    await domain.publish("team", "lodash@2.0.0", { tags: ["latest"] });
    await domain.tags("team", "lodash");
    await domain.install("team", "lodash@1.0.0");
    expect(await domain.resolver.getPackageTags("team", lodash)).toStrictEqual({ latest: "2.0.0" });
    expect(await domain.resolver.getPackageTags("up", lodash)).toStrictEqual({ latest: "1.0.0" });
  });

  test("T7: are the repository's own alone when the package blocks upstreams there", async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.0", { tags: ["latest", "theirs"] });
    await domain.publish("team", "lodash@2.0.0", { tags: ["latest"], originControls: BLOCK });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "2.0.0" });
  });

  test("L3: never name a version that is not shown; without a latest the highest release is latest", async () => {
    const domain = await buildResolver({ repositories: { team: {} } });
    await domain.publish("team", "lodash@1.0.0");
    await domain.publish("team", "lodash@2.0.0", { tags: ["latest", "old"], status: "Archived" });
    await domain.publish("team", "lodash@1.1.0-beta.1");
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.0" });
  });
});

describe("a repository that says whose dist-tags win", () => {
  const ONE_UP = { team: { upstreams: ["up"] }, up: {} };
  const clash = async () => {
    const domain = await buildResolver({ repositories: ONE_UP });
    await domain.publish("up", "lodash@1.0.1", { tags: ["latest"] });
    await domain.publish("team", "lodash@1.0.2", { tags: ["latest"] });
    await domain.publish("up", "other@2.0.0", { tags: ["latest"] });
    await domain.publish("team", "other@1.0.0", { tags: ["latest"] });
    return domain;
  };

  test("shows its own tag with local, where T4 would hide it, and the stored tags stay (T3)", async () => {
    const domain = await clash();
    await domain.resolver.updateRepository({ repository: "team", tagPrecedence: { lodash: "local" } });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.2" });
    expect(await domain.tags("team", "other")).toStrictEqual({ latest: "2.0.0" });
    expect(await domain.resolver.getPackageTags("up", lodash)).toStrictEqual({ latest: "1.0.1" });
  });

  test("shows the highest version with semver, for all packages that the pattern means", async () => {
    const domain = await clash();
    await domain.resolver.updateRepository({ repository: "team", tagPrecedence: { "*": "semver" } });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.2" });
    expect(await domain.tags("team", "other")).toStrictEqual({ latest: "2.0.0" });
  });

  test("says so for every client of the store, at once: the fingerprint of what is shown changes", async () => {
    const domain = await clash();
    const other = domain.restart();
    const before = await other.viewPackage("team", lodash);
    await domain.resolver.updateRepository({ repository: "team", tagPrecedence: { "*": "local" } });
    const after = await other.viewPackage("team", lodash);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect((await after.load()).tags).toStrictEqual({ latest: "1.0.2" });
  });

  test("shows what it says in its description, and nothing there once it says nothing", async () => {
    const domain = await clash();
    const described = await domain.resolver.updateRepository({ repository: "team", tagPrecedence: { "*": "local" } });
    expect(described.tagPrecedence).toStrictEqual({ "*": "local" });
    await domain.resolver.updateRepository({ repository: "team", description: "ours" });
    expect((await domain.resolver.describeRepository("team")).tagPrecedence).toStrictEqual({ "*": "local" });
    const without = await domain.resolver.updateRepository({ repository: "team", tagPrecedence: {} });
    expect(without).not.toHaveProperty("tagPrecedence");
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.1" });
  });

  test("refuses a precedence that there is not, and stores nothing", async () => {
    const domain = await clash();
    const wrong = { repository: "team", description: "changed", tagPrecedence: { "a*b": "local" } } as const;
    await expect(domain.resolver.updateRepository(wrong)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect((await domain.resolver.describeRepository("team")).description).toBeUndefined();
  });

  test("T7: with upstreams blocked has nothing to decide", async () => {
    const domain = await clash();
    await domain.setOriginControls("team", "lodash", BLOCK);
    await domain.resolver.updateRepository({ repository: "team", tagPrecedence: { "*": "semver" } });
    expect(await domain.tags("team", "lodash")).toStrictEqual({ latest: "1.0.2" });
  });
});
