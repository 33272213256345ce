/** Fetching when something goes wrong, or several want the same at once. */
import { describe, expect, test, vi } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import {
  type BuiltResolver,
  buildResolver,
  drain,
  install,
  readUntilFailure,
} from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import { HELD_BACK_BYTES } from "../../src/asset/held-back.ts";
import { HeadwaterError } from "../../src/errors/headwater-error.ts";
import type { AssetStore } from "../../src/ports/asset-store.ts";

const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
const spec = "lodash@1.0.0";
const MEBIBYTE = 1024 * 1024;
/** More than is ever read ahead of a slow reader. */
const large = bytesOf(spec, 4 * MEBIBYTE);

const fetchBody = async (domain: BuiltResolver, repository = "team"): Promise<ReadableStream<Uint8Array>> =>
  (await domain.resolver.fetchAsset(repository, coordinateOf(spec), "package.tgz")).body;

/** The registry's document lies in the store; nothing else may. */
async function expectNothingKept(domain: BuiltResolver): Promise<void> {
  expect(await domain.holders(spec)).toStrictEqual([]);
  expect((await domain.references.list({ type: "revision" })).records).toStrictEqual([]);
  expect((await domain.references.list({ type: "asset" })).records).toStrictEqual([]);
  expect(await domain.storedCount()).toBe(1);
  expect(domain.registry.openBodies).toBe(0);
}

describe("a registry that lies about integrity", () => {
  test("with a small asset: the request fails, no byte is given out and nothing is kept", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { sending: { bytes: bytesOf("forged") } });
    await expect(fetchBody(domain)).rejects.toMatchObject({ code: "INTEGRITY_MISMATCH" });
    await expectNothingKept(domain);
  });

  test("with a large asset: the body fails before its last 64 KiB and nothing is kept", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { bytes: large, sending: { bytes: bytesOf("forged", large.byteLength) } });
    const { received, code } = await readUntilFailure(await fetchBody(domain));
    expect(code).toBe("INTEGRITY_MISMATCH");
    expect(received).toBeLessThanOrEqual(large.byteLength - HELD_BACK_BYTES);
    await expectNothingKept(domain);
  });

  test("is believed again once it sends the right bytes", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { sending: { bytes: bytesOf("forged") } });
    await expect(fetchBody(domain)).rejects.toMatchObject({ code: "INTEGRITY_MISMATCH" });
    domain.registry.add(spec);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });
});

test.each([["sha1"], ["sha256"]] as const)("an asset announced with %s alone is checked by that", async (algorithm) => {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec, { integrity: integrityOfBytes(bytesOf(spec), algorithm) });
  domain.registry.add("forged@1.0.0", { integrity: integrityOfBytes(bytesOf(spec), algorithm) });
  expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  await expect(domain.install("team", "forged@1.0.0")).rejects.toMatchObject({ code: "INTEGRITY_MISMATCH" });
});

test("an asset announced without any integrity is taken as it comes", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec, { integrity: null });
  expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  expect(await domain.holders(spec)).toStrictEqual(["npm-store", "team"]);
});

describe("a connection that breaks in the middle of an asset", () => {
  test("before its first bytes: the request fails and nothing is kept", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { bytes: large, sending: { breakAfter: 0 } });
    await expect(fetchBody(domain)).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE" });
    await expectNothingKept(domain);
  });

  test("later: the reader gets the error and nothing is kept", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { bytes: large, sending: { breakAfter: 3 * MEBIBYTE } });
    expect((await readUntilFailure(await fetchBody(domain))).code).toBe("EXTERNAL_REGISTRY_UNREACHABLE");
    await expectNothingKept(domain);
  });
});

test("a reader that goes away in the middle leaves nothing: no asset, no reference, no open connection", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec, { bytes: large });
  const reader = (await fetchBody(domain)).getReader();
  await reader.read();
  await reader.cancel();
  await expectNothingKept(domain);
  expect((await domain.install("team", spec)).equals(large)).toBe(true);
});

test("a store that cannot take the asset fails the request and lets go of the registry", async () => {
  const { assets } = createMemoryStores();
  let full = false;
  const create = (): ReturnType<AssetStore["create"]> =>
    full ? Promise.reject(new HeadwaterError("STORE_FULL", "No space left.")) : assets.create();
  const domain = await buildResolver({ repositories: CHAIN, stores: { assets: { ...assets, create } } });
  domain.registry.add(spec);
  await domain.resolver.viewPackage("team", { format: "npm", name: "lodash" });
  full = true;
  await expect(fetchBody(domain)).rejects.toMatchObject({ code: "STORE_FULL" });
  expect(domain.registry.openBodies).toBe(0);
  full = false;
  expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
});

describe("a registry that fails with an answer", () => {
  const TWO = {
    team: { upstreams: ["first", "second"] },
    first: { externalConnection: "public:npmjs" },
    second: { externalConnection: "public:npmjs" },
  };
  test.each([
    "EXTERNAL_REGISTRY_REFUSED",
    "EXTERNAL_REGISTRY_FAILED",
    "EXTERNAL_REGISTRY_UNREACHABLE",
    "TOO_LARGE",
  ] as const)("S6: %s ends the search; it never falls through to the next connected repository", async (code) => {
    const domain = await buildResolver({ repositories: TWO });
    domain.registry.add(spec);
    domain.registry.failOnce(code);
    await expect(domain.install("team", spec)).rejects.toMatchObject({ code });
    expect(domain.registry.requests).toHaveLength(1);
    expect(await domain.holders(spec)).toStrictEqual([]);
  });

  test("S4: only its word that there is none goes on to the next", async () => {
    const domain = await buildResolver({ repositories: TWO });
    await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "PACKAGE_VERSION_NOT_FOUND" });
  });

  test("EXTERNAL_REGISTRY_INVALID_ANSWER: a document that cannot be read fails the request", async () => {
    const domain = await buildResolver({ repositories: TWO });
    domain.registry.answerWith("lodash", Buffer.from("<html>captive portal</html>"));
    await expect(domain.install("team", spec)).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_INVALID_ANSWER" });
  });
});

describe("several that want the same asset at once", () => {
  const both = { ...CHAIN, other: { upstreams: ["npm-store"] } };
  const fetches = ({ registry }: BuiltResolver): number =>
    registry.requests.filter(({ method }) => method === "fetchAsset").length;

  test("cost one fetch from the registry, and each retains in the repository it asked", async () => {
    const domain = await buildResolver({ repositories: both });
    domain.registry.add(spec, { bytes: large });
    const got = await Promise.all(
      ["team", "team", "other", "npm-store", "team"].map((repository) => domain.install(repository, spec)),
    );
    for (const bytes of got) expect(bytes.equals(large)).toBe(true);
    expect(fetches(domain)).toBe(1);
    expect(await domain.holders(spec)).toStrictEqual(["npm-store", "other", "team"]);
    expect((await domain.references.list({ type: "asset" })).records).toHaveLength(1);
  });

  test("in two processes store it once all the same", async () => {
    const domain = await buildResolver({ repositories: both });
    domain.registry.add(spec, { bytes: large });
    await Promise.all([domain.resolver, domain.restart()].map((process) => install(process, "team", spec)));
    expect(fetches(domain)).toBe(2);
    expect((await domain.references.list({ type: "asset" })).records).toHaveLength(1);
    expect(await domain.storedCount()).toBe(2);
  });

  test("are not lost with the first one: when it goes away the next fetches for itself", async () => {
    const domain = await buildResolver({ repositories: both });
    domain.registry.add(spec, { bytes: large });
    const leader = await fetchBody(domain);
    const follower = domain.install("other", spec);
    const soon = new Promise<string>((resolve) => setTimeout(resolve, 20, "still waiting"));
    expect(await Promise.race([follower.then(() => "served"), soon])).toBe("still waiting");
    await leader.cancel();
    expect((await follower).equals(large)).toBe(true);
    expect(fetches(domain)).toBe(2);
    expect(await domain.holders(spec)).toStrictEqual(["npm-store", "other"]);
  });

  test("each learn of a failure from a try of their own", async () => {
    const domain = await buildResolver({ repositories: both });
    domain.registry.add(spec, { bytes: large, sending: { breakAfter: 2 * MEBIBYTE } });
    const leader = await fetchBody(domain);
    const follower = domain.install("other", spec);
    domain.registry.add(spec, { bytes: large });
    expect((await readUntilFailure(leader)).code).toBe("EXTERNAL_REGISTRY_UNREACHABLE");
    expect((await follower).equals(large)).toBe(true);
    expect(await domain.holders(spec)).toStrictEqual(["npm-store", "other"]);
  });

  test("do not wait for ever for a first one that has stopped reading", async () => {
    const domain = await buildResolver({ repositories: both });
    domain.registry.add(spec, { bytes: large });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const leader = await fetchBody(domain);
      const follower = domain.install("other", spec);
      await vi.advanceTimersByTimeAsync(10_000);
      expect((await follower).equals(large)).toBe(true);
      expect((await drain(leader)).equals(large)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    expect(await domain.holders(spec)).toStrictEqual(["npm-store", "other", "team"]);
    expect(await domain.storedCount()).toBe(2);
  });
});

describe("a repository that is deleted while something is fetched through it", () => {
  test("gets no reference: of a small asset the request says that the repository has gone", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const sent = Promise.withResolvers<void>();
    domain.registry.add(spec, { sending: { pause: { after: 1, until: sent.promise } } });
    const fetched = domain.install("team", spec);
    await vi.waitFor(() => expect(domain.registry.openBodies).toBe(1));
    await domain.resolver.deleteRepository("team");
    sent.resolve();
    await expect(fetched).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
    await expectNothingKept(domain);
  });

  test("gets no reference: a large body ends with CONFLICT before its last 64 KiB", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec, { bytes: large });
    const body = await fetchBody(domain);
    await domain.resolver.deleteRepository("npm-store");
    const { received, code } = await readUntilFailure(body);
    expect(code).toBe("CONFLICT");
    expect(received).toBeLessThanOrEqual(large.byteLength - HELD_BACK_BYTES);
    await expectNothingKept(domain);
  });

  test("R8: when it was only an intermediate one, the fetch succeeds", async () => {
    const repositories = {
      team: { upstreams: ["shared"] },
      shared: { upstreams: ["npm-store"] },
      "npm-store": { externalConnection: "public:npmjs" },
    };
    const domain = await buildResolver({ repositories });
    domain.registry.add(spec, { bytes: large });
    const body = await fetchBody(domain);
    await domain.resolver.deleteRepository("shared");
    expect((await drain(body)).equals(large)).toBe(true);
    expect(await domain.holders(spec)).toStrictEqual(["npm-store", "team"]);
  });
});

test("a version swept between the search and the retaining of it is fetched anew", async () => {
  const { references } = createMemoryStores();
  let sweep: (() => Promise<void>) | undefined;
  const commit: typeof references.commit = async (changes) => {
    const run = sweep;
    sweep = undefined;
    await run?.();
    return references.commit(changes);
  };
  const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, commit } } });
  domain.registry.add(spec);
  await domain.install("npm-store", spec);
  sweep = async () => {
    await domain.deleteVersion("npm-store", spec);
    await domain.resolver.collectGarbage({ gracePeriod: 0 });
  };
  expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  expect(await domain.holders(spec)).toStrictEqual(["npm-store", "team"]);
});
