/** How fresh the public registry's word is, and what holds when it gives none (F1, F3). */
import { describe, expect, test } from "vitest";
import { type BuiltResolver, DAY, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { REGISTRY_URL, coordinateOf, packageNamed } from "../../../../test/kit/scripted-registry.ts";
import { DEFAULT_RESOLVER_SETTINGS } from "../../src/ports/resolver-ports.ts";
import { createLoadExternalPackage, requireConnection } from "../../src/use-cases/load-external-package.ts";

const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
const lodash = packageNamed("lodash");

async function withLodash(): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add("lodash@1.0.0");
  return domain;
}
const asked = ({ registry }: BuiltResolver): readonly (string | undefined)[] =>
  registry.requests.filter(({ method }) => method === "fetchPackage").map(({ etag }) => etag);
const noticesOf = async ({ resolver }: Pick<BuiltResolver, "resolver">) =>
  (await resolver.viewPackage("team", lodash)).notices.map(({ code }) => code);

describe("F3: metadata", () => {
  test("is asked for once within 5 minutes", async () => {
    const domain = await withLodash();
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    domain.registry.add("lodash@1.1.0");
    domain.clock.advance(5 * MINUTE - 1);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    expect(asked(domain)).toHaveLength(1);
  });

  test("is revalidated after 5 minutes by its ETag, and not stored anew while it is unchanged", async () => {
    const domain = await withLodash();
    await domain.listed("team", "lodash");
    domain.clock.advance(5 * MINUTE);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    expect(asked(domain)).toStrictEqual([undefined, expect.stringMatching(/^"/)]);
    domain.clock.advance(5 * MINUTE - 1);
    await domain.listed("team", "lodash");
    expect(asked(domain)).toHaveLength(2);
    expect(await domain.storedCount()).toBe(1);
  });

  test("shows a new version after 5 minutes", async () => {
    const domain = await withLodash();
    await domain.listed("team", "lodash");
    domain.registry.add("lodash@1.1.0");
    domain.clock.advance(5 * MINUTE);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
  });

  test("holds for as long as its connection says, where that says so", async () => {
    const connection = { name: "public:npmjs", url: REGISTRY_URL, metadataFreshness: 30_000 };
    const domain = await buildResolver({
      repositories: CHAIN,
      connections: new Map([[connection.name, connection]]),
    });
    domain.registry.add("lodash@1.0.0");
    await domain.listed("team", "lodash");
    domain.registry.add("lodash@1.1.0");
    domain.clock.advance(29_999);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
    domain.clock.advance(1);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
    expect(asked(domain)).toHaveLength(2);
  });

  test("is asked for every time where the connection lets it hold for no time at all", async () => {
    const connection = { name: "public:npmjs", url: REGISTRY_URL, metadataFreshness: 0 };
    const domain = await buildResolver({
      repositories: CHAIN,
      connections: new Map([[connection.name, connection]]),
    });
    domain.registry.add("lodash@1.0.0");
    for (let round = 0; round < 3; round += 1) await domain.listed("team", "lodash");
    expect(asked(domain)).toHaveLength(3);
  });

  test("is asked for at once when a version that is wanted is missing from it", async () => {
    const domain = await withLodash();
    await domain.listed("team", "lodash");
    domain.registry.add("lodash@1.1.0");
    await domain.install("team", "lodash@1.1.0");
    expect(asked(domain)).toHaveLength(2);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
    await domain.install("team", "lodash@1.0.0");
    expect(asked(domain)).toHaveLength(2);
  });

  test("is asked for at once too by a view that names the version", async () => {
    const domain = await withLodash();
    await domain.listed("team", "lodash");
    domain.registry.add("lodash@1.1.0");
    const view = await domain.resolver.viewPackage("team", lodash, { wantedVersion: "1.1.0" });
    expect((await view.load()).external?.versions).toStrictEqual(new Set(["1.0.0", "1.1.0"]));
  });

  test("of one package is asked for once by many at the same time", async () => {
    const domain = await withLodash();
    await Promise.all(Array.from({ length: 20 }, () => domain.listed("team", "lodash")));
    expect(asked(domain)).toHaveLength(1);
  });

  test("that is young is trusted by a new process as soon as the registry has answered about any package", async () => {
    const domain = await withLodash();
    domain.registry.add("express@4.0.0");
    for (const name of ["lodash", "express"]) await domain.listed("team", name);
    const before = asked(domain).length;
    const resolver = domain.restart();
    await Promise.all(["lodash", "express"].map((name) => resolver.viewPackage("team", packageNamed(name))));
    expect(asked(domain)).toHaveLength(before + 1);
  });

  test("of one registry is not taken for another's under the same connection name", async () => {
    const domain = await withLodash();
    domain.registry.add("lodash@9.0.0", { at: "https://mirror.example.com/" });
    const versionsAt = async (url: string): Promise<readonly string[]> => {
      const connection = { name: "public:npmjs", url };
      const load = createLoadExternalPackage({
        ...domain,
        externalRegistries: [domain.registry],
        connections: new Map([[connection.name, connection]]),
        summarizeManifest: {},
        settings: DEFAULT_RESOLVER_SETTINGS,
      });
      const loaded = await load(connection.name, lodash);
      if (loaded === undefined) return [];
      return [...(await loaded.registry.readIndex(connection, lodash, loaded.document)).versions.keys()];
    };
    expect(await versionsAt("https://npm.example.com/")).toStrictEqual(["1.0.0"]);
    domain.registry.goDown("https://mirror.example.com/");
    await expect(versionsAt("https://mirror.example.com/")).rejects.toMatchObject({
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    domain.registry.recover();
    expect(await versionsAt("https://mirror.example.com/")).toStrictEqual(["9.0.0"]);
  });

  test("of a package that the registry no longer has is forgotten", async () => {
    const domain = await withLodash();
    await domain.listed("team", "lodash");
    domain.registry.remove("lodash");
    domain.clock.advance(5 * MINUTE);
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
    domain.registry.goDown();
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE" });
  });

  test("is one record per domain and connection, whichever repository asked", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: { externalConnection: "public:npmjs" } } });
    domain.registry.add("lodash@1.0.0");
    await domain.listed("team", "lodash");
    await domain.listed("other", "lodash");
    expect(asked(domain)).toHaveLength(1);
    expect((await domain.references.list({ type: "external" })).records).toHaveLength(1);
  });
});

describe("F1: while the registry is down", () => {
  /** `team` holds 1.0.0 of a package of which the registry offers 1.1.0 too. */
  async function heldOneOfTwo(): Promise<BuiltResolver> {
    const domain = await withLodash();
    domain.registry.add("lodash@1.1.0", { tags: ["latest"] });
    await domain.install("team", "lodash@1.0.0");
    return domain;
  }

  test("a new process notices at its first request, though the stored metadata is younger than 5 minutes", async () => {
    const domain = await heldOneOfTwo();
    domain.registry.goDown();
    const resolver = domain.restart();
    const view = await resolver.viewPackage("team", lodash);
    expect(view.notices.map(({ code }) => code)).toStrictEqual(["EXTERNAL_REGISTRY_UNREACHABLE"]);
    const { versions, external, tags } = await view.load();
    expect([...versions.keys(), ...(external?.versions ?? [])]).toStrictEqual(["1.0.0"]);
    expect(tags).toStrictEqual({ latest: "1.0.0" });
  });

  test("a new process that asks for several packages at once notices for all of them", async () => {
    const domain = await heldOneOfTwo();
    domain.registry.add("express@4.0.0");
    domain.registry.add("express@5.0.0");
    await domain.install("team", "express@4.0.0");
    const release = domain.registry.stall();
    domain.registry.goDown();
    const resolver = domain.restart();
    const views = [lodash, packageNamed("express"), lodash].map((each) => resolver.viewPackage("team", each));
    release();
    for (const view of await Promise.all(views)) {
      expect(view.notices).toHaveLength(1);
      const { versions, external } = await view.load();
      expect(versions.size + (external?.versions.size ?? 0)).toBe(1);
    }
  });

  test("is left alone for half a minute after two failures in a row, then asked again", async () => {
    const domain = await heldOneOfTwo();
    domain.clock.advance(5 * MINUTE);
    domain.registry.goDown();
    await noticesOf(domain);
    await noticesOf(domain);
    const before = asked(domain).length;
    expect(await noticesOf(domain)).toStrictEqual(["EXTERNAL_REGISTRY_UNREACHABLE"]);
    expect(asked(domain)).toHaveLength(before);
    domain.registry.recover();
    domain.clock.advance(MINUTE / 2);
    expect(await noticesOf(domain)).toStrictEqual([]);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
  });

  test("metadata of any age still tells what the domain can give out", async () => {
    const domain = await heldOneOfTwo();
    domain.clock.advance(400 * DAY);
    domain.registry.goDown();
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });

  test("a version that is held elsewhere in the domain can still be installed through its metadata", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: { externalConnection: "public:npmjs" } } });
    domain.registry.add("lodash@1.0.0");
    await domain.install("other", "lodash@1.0.0");
    domain.registry.goDown();
    const resolver = domain.restart();
    await resolver.fetchAsset("team", coordinateOf("lodash@1.0.0"), "package.tgz");
    expect(await domain.holders("lodash@1.0.0")).toStrictEqual(["npm-store", "other", "team"]);
  });

  test("a package of which nothing is known at all cannot be shown, and the error is the registry's", async () => {
    const domain = await withLodash();
    domain.registry.goDown();
    await expect(domain.listed("team", "lodash")).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE" });
  });

  test("a package of which nothing is held shows what was last known and says that none of it can be fetched", async () => {
    const domain = await withLodash();
    await domain.listed("team", "lodash");
    domain.registry.goDown();
    const view = await domain.restart().viewPackage("team", lodash);
    expect(view.notices).toMatchObject([
      { code: "EXTERNAL_REGISTRY_UNREACHABLE", message: expect.stringContaining("none can be fetched") as string },
    ]);
    expect((await view.load()).external?.versions.size).toBeGreaterThan(0);
  });
});

test("F1: a registry that does not answer in time counts as down, when an older answer is at hand", async () => {
  const domain = await buildResolver({ repositories: CHAIN, settings: { revalidationTimeout: 20 } });
  domain.registry.add("lodash@1.0.0");
  await domain.install("team", "lodash@1.0.0");
  domain.clock.advance(5 * MINUTE);
  const release = domain.registry.stall();
  const { notices } = await domain.resolver.viewPackage("team", lodash);
  expect(notices).toStrictEqual([
    { code: "EXTERNAL_REGISTRY_UNREACHABLE", message: expect.stringContaining("did not answer in time") as string },
  ]);
  release();
});

describe("a registry that answers with a failure", () => {
  test.each(["EXTERNAL_REGISTRY_REFUSED", "EXTERNAL_REGISTRY_FAILED"] as const)(
    "F1: %s: the stored metadata is used with a notice, and the registry asked again each time",
    async (code) => {
      const domain = await withLodash();
      await domain.install("team", "lodash@1.0.0");
      domain.clock.advance(5 * MINUTE);
      domain.registry.fail(code);
      expect(await noticesOf(domain)).toStrictEqual(["EXTERNAL_REGISTRY_UNREACHABLE"]);
      domain.registry.recover();
      expect(await noticesOf(domain)).toStrictEqual([]);
    },
  );
});

describe("the connection behind a name", () => {
  test("must be configured, and its format must have a client", () => {
    const connection = { name: "public:npmjs", url: "https://npm.example.com/" };
    const ports = { connections: new Map([["public:npmjs", connection]]), externalRegistries: [] };
    expect(() => requireConnection(ports, "public:pypi", lodash)).toThrow(
      expect.objectContaining({ code: "EXTERNAL_CONNECTION_NOT_FOUND" }),
    );
    expect(() => requireConnection(ports, "public:npmjs", lodash)).toThrow(
      expect.objectContaining({ code: "NOT_SUPPORTED" }),
    );
  });
});

test("F1: a registry that an asset cannot be fetched from counts as down at once, so that lists are right again", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add("lodash@1.0.0");
  domain.registry.add("lodash@1.1.0");
  await domain.install("team", "lodash@1.0.0");
  domain.registry.goDown();
  await expect(domain.install("team", "lodash@1.1.0")).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE" });
  expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
});

test("F1: one package that fails does not take the registry away from the others", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  for (const spec of ["slow@1.0.0", "lodash@1.0.0", "lodash@1.1.0"]) domain.registry.add(spec);
  await domain.install("team", "lodash@1.0.0");
  domain.registry.failOnce("EXTERNAL_REGISTRY_UNREACHABLE");
  await expect(domain.listed("team", "slow")).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE" });
  expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0", "1.1.0"]);
});

test("a stored document that is lost or damaged is fetched anew, and the package is shown as before", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add("lodash@1.0.0");
  await domain.listed("team", "lodash");
  for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
  const again = domain.restart();
  const view = await again.viewPackage("team", lodash);
  expect([...((await view.load()).external?.versions ?? [])]).toStrictEqual(["1.0.0"]);
  expect(await domain.storedCount()).toBe(1);
});
