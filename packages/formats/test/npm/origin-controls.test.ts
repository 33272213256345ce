/** What a client is told over npm's protocol when origin controls and package groups keep versions out: a dependency confusion played out. */
import { createResolver } from "@headwater/resolver";
import { afterEach, describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../../../../test/kit/recorded-registry.ts";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { createNpmFormat } from "../../src/npm/create-npm-format.ts";
import { parseNpmName } from "../../src/npm/names.ts";
import { selectNpmVersion } from "../../src/npm/select-version.ts";
import { makeExternalRegistry } from "./external-registry/test-external-registry.ts";

const registries: RecordedRegistry[] = [];
afterEach(async () => {
  for (const registry of registries.splice(0)) await registry.close();
});

/** `acme-tool@1.0.0` was first published to `team`; later the public registry has these names at 9.9.9. */
async function confuse(...names: readonly string[]) {
  const hostile = await startRecordedRegistry({
    packages: names.map((name) => buildPackage({ name, version: "9.9.9", manifest: { scripts: { install: "evil" } } })),
  });
  registries.push(hostile);
  const stores = createMemoryStores();
  const domain = await buildResolver({
    stores,
    repositories: {
      team: { upstreams: ["npm-store"] },
      elsewhere: { upstreams: ["npm-store"] },
      "npm-store": { externalConnection: "public:npmjs" },
    },
  });
  await domain.publish("team", "acme-tool@1.0.0", {
    tags: ["latest"],
    originControls: { publish: "ALLOW", upstream: "BLOCK" },
  });
  const registry = makeExternalRegistry();
  const resolver = createResolver({
    ...stores,
    clock: domain.clock,
    externalRegistries: [registry],
    connections: new Map([["public:npmjs", { name: "public:npmjs", url: hostile.url }]]),
    summarizeManifest: {},
  });
  const format = createNpmFormat({
    resolver,
    registry,
    renditions: stores.renditions,
    defaultRegistryUrl: hostile.url,
  });
  const ask = (path: string, accept = "application/json", repository = "team"): Promise<Response> =>
    format.handle({
      request: new Request(`http://127.0.0.1:4873/npm/${repository}/${path}`, { headers: { accept } }),
      repository,
      path,
      baseUrl: `http://127.0.0.1:4873/npm/${repository}/`,
      cacheControl: "no-cache",
    });
  /** The message of what a path is refused with; throws when it is not. */
  const refusal = async (path: string): Promise<string> => {
    try {
      await ask(path);
    } catch (error) {
      const { code, message, hint } = error as { code: string; message: string; hint: string };
      return `${code} ${message} ${hint}`;
    }
    throw new Error(`${path} was not refused.`);
  };
  const explain = async (name: string, wanted: string) => {
    const { version, refusal: error } = await resolver.explain("team", parseNpmName(name), wanted, selectNpmVersion);
    return { version, rule: error?.details["rule"] };
  };
  return { ask, refusal, explain, resolver, hostile, domain };
}

interface Packument {
  readonly versions: object;
  readonly "dist-tags": object;
  readonly time?: object;
}

const ABBREVIATED = "application/vnd.npm.install-v1+json";

describe("a public package of the name of one's own, at a higher version", () => {
  test("O3, L5, S7: is on no path of the repository, with default settings, and the registry is not asked for it", async () => {
    const { ask, refusal, explain, hostile } = await confuse("acme-tool");
    for (const accept of ["application/json", ABBREVIATED]) {
      const packument = (await (await ask("acme-tool", accept)).json()) as Packument;
      expect(Object.keys(packument.versions)).toEqual(["1.0.0"]);
      expect(packument["dist-tags"]).toEqual({ latest: "1.0.0" });
      expect(packument.time ?? {}).not.toHaveProperty("9.9.9");
    }
    expect(await (await ask("-/package/acme-tool/dist-tags")).json()).toEqual({ latest: "1.0.0" });
    expect(await (await ask("acme-tool/latest")).json()).toMatchObject({ version: "1.0.0" });
    expect(await refusal("acme-tool/9.9.9")).toMatch(/^PACKAGE_VERSION_NOT_FOUND .*upstream=BLOCK \(S7\)/);
    expect(await refusal("acme-tool/-/acme-tool-9.9.9.tgz")).toMatch(/^PACKAGE_VERSION_NOT_FOUND .*\(S7\)/);
    expect(await explain("acme-tool", "9.9.9")).toEqual({ version: undefined, rule: "S7" });
    expect(await explain("acme-tool", "*")).toEqual({ version: "1.0.0", rule: undefined });
    expect(hostile.requests).toEqual([]);
  });

  test("S7: that the domain has heard of is told in npm-notice, with the rule", async () => {
    const { ask } = await confuse("acme-tool");
    expect((await ask("acme-tool")).headers.get("npm-notice")).toBeNull();
    await ask("acme-tool", "application/json", "elsewhere");
    expect((await ask("acme-tool")).headers.get("npm-notice")).toMatch(/public:npmjs are withheld: .*\(S7\)\./);
  });
});

const LOOK_ALIKES = ["Acme-Tool", "acme_tool", "acme.tool", "acme--tool", "acme-t00l", "acme-too1", "acrne-tool"];

describe("a public package whose name looks like one's own", () => {
  test("O3: is another package: an install of one's own is what it was, and by default it can be installed by its own name", async () => {
    const { ask } = await confuse(...LOOK_ALIKES);
    expect(Object.keys(((await (await ask("acme-tool")).json()) as Packument).versions)).toEqual(["1.0.0"]);
    expect(Object.keys(((await (await ask("acme_tool")).json()) as Packument).versions)).toEqual(["9.9.9"]);
  });

  test.each(LOOK_ALIKES)(
    "PG10, PG11: %s is refused on every path once the name has a group, the registry is not asked, and explain names the rule",
    async (name) => {
      const { refusal, explain, resolver, hostile, domain, ask } = await confuse(name);
      await resolver.createPackageGroup({ packageGroup: "/npm//acme-tool$" });
      expect(await refusal(name)).toMatch(
        /^PACKAGE_NOT_FOUND .*look-alike of the package group \/npm\/\/acme-tool\$.*\(PG11\)/,
      );
      for (const path of [`${name}/9.9.9`, `-/package/${name}/dist-tags`, `${name}/-/${name}-9.9.9.tgz`])
        expect(await refusal(path)).toMatch(/NOT_FOUND .*\(PG11\)/);
      expect(await explain(name, "*")).toEqual({ version: undefined, rule: "PG11" });
      expect(await explain(name, "9.9.9")).toEqual({ version: undefined, rule: "PG11" });
      expect(hostile.requests).toEqual([]);
      expect(await domain.holders(`${name}@9.9.9`)).toEqual([]);
      expect(Object.keys(((await (await ask("acme-tool")).json()) as Packument).versions)).toEqual(["1.0.0"]);
    },
  );

  test("PG12: is let in again by a group of its own", async () => {
    const { ask, resolver } = await confuse("acme_tool");
    for (const packageGroup of ["/npm//acme-tool$", "/npm//acme_tool$"])
      await resolver.createPackageGroup({ packageGroup });
    expect(Object.keys(((await (await ask("acme_tool")).json()) as Packument).versions)).toEqual(["9.9.9"]);
  });
});

describe("a scope that is kept from the public registry", () => {
  test("PG19, O2: a list keeps what the repository holds, says what is withheld, and changes at once", async () => {
    const { ask, resolver, domain } = await confuse("@acme/ui");
    await domain.publish("team", "@acme/ui@1.0.0");
    const versions = async () => Object.keys(((await (await ask("@acme/ui")).json()) as Packument).versions).toSorted();
    expect(await versions()).toEqual(["1.0.0", "9.9.9"]);
    const before = (await ask("@acme/ui")).headers.get("etag");
    await resolver.createPackageGroup({ packageGroup: "/npm/acme/*" });
    await resolver.updatePackageGroupOriginConfiguration({
      packageGroup: "/npm/acme/*",
      restrictions: { EXTERNAL_UPSTREAM: "BLOCK" },
    });
    expect(await versions()).toEqual(["1.0.0"]);
    const after = await ask("@acme/ui");
    expect(after.headers.get("etag")).not.toBe(before);
    expect(after.headers.get("npm-notice")).toMatch(/EXTERNAL_UPSTREAM=BLOCK.*\(PG19\)/);
  });
});
