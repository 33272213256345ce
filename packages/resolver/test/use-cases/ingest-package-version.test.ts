import { beforeEach, describe, expect, test } from "vitest";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import { DEFAULT_RESOLVER_SETTINGS, type ResolverPorts } from "../../src/ports/resolver-ports.ts";
import {
  findHeldAsset,
  findOffer,
  ingestChanges,
  removeSuperseded,
  writerFor,
} from "../../src/use-cases/ingest-package-version.ts";
import { createLoadExternalPackage } from "../../src/use-cases/load-external-package.ts";

const spec = "lodash@1.0.0";
/** Two registries of one format, as two connected repositories would reach them. */
const FIRST = { name: "first", url: "https://first.example.com/" };
const SECOND = { name: "second", url: "https://second.example.com/" };
const connected = [FIRST, SECOND].map(({ name }) => ({ repository: `${name}-store`, connection: name }));

let domain: BuiltResolver;
let ports: ResolverPorts;

beforeEach(async () => {
  domain = await buildResolver({ repositories: { team: {}, "first-store": {}, "second-store": {} } });
  const { references, assets, clock, registry } = domain;
  ports = {
    references,
    assets,
    clock,
    externalRegistries: [registry],
    connections: new Map([FIRST, SECOND].map((each) => [each.name, each])),
    summarizeManifest: {},
    settings: DEFAULT_RESOLVER_SETTINGS,
  };
});

const offerOf = () => findOffer(createLoadExternalPackage(ports), connected, coordinateOf(spec));

describe("the offer of a version", () => {
  test("Q3: is the first registry's that has it, in walk order", async () => {
    for (const { url } of [FIRST, SECOND]) domain.registry.add(spec, { at: url });
    expect(await offerOf()).toMatchObject({ connectedRepository: "first-store", version: { version: "1.0.0" } });
    expect(domain.registry.requests.map(({ registry }) => registry)).toStrictEqual([FIRST.url]);
  });

  test("Q3: is the next one's when the first has no such package, or not that version", async () => {
    domain.registry.add(spec, { at: SECOND.url });
    expect(await offerOf()).toMatchObject({ connectedRepository: "second-store" });
    domain.registry.add("lodash@0.9.0", { at: FIRST.url });
    expect(await offerOf()).toMatchObject({ connectedRepository: "second-store" });
  });

  test("Q4: is none when no registry has it", async () => {
    expect(await offerOf()).toBeUndefined();
  });

  test.each(["EXTERNAL_REGISTRY_REFUSED", "EXTERNAL_REGISTRY_FAILED", "EXTERNAL_REGISTRY_UNREACHABLE"] as const)(
    "S6: is an error when the first registry fails with %s, though the next one has it",
    async (code) => {
      domain.registry.add(spec, { at: SECOND.url });
      domain.registry.fail(code, FIRST.url);
      await expect(offerOf()).rejects.toMatchObject({ code });
      expect(domain.registry.requests.map(({ registry }) => registry)).toStrictEqual([FIRST.url]);
    },
  );

  test("S6: is that error too when older metadata of the failing registry lacks the version", async () => {
    domain.registry.add("lodash@0.9.0", { at: FIRST.url });
    domain.registry.add(spec, { at: SECOND.url });
    await offerOf();
    domain.registry.fail("EXTERNAL_REGISTRY_FAILED", FIRST.url);
    await expect(offerOf()).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_FAILED" });
  });
});

test("K3: what is written gives the connected repository and the requested one a reference, and names the connection as the origin", async () => {
  domain.registry.add(spec, { at: FIRST.url });
  const offer = await offerOf();
  if (offer === undefined) throw new Error("not offered");
  const { reference, changes } = ingestChanges(ports, "team", coordinateOf(spec), offer, []);
  const kept = changes.flatMap(({ key }) => (key.type === "reference" ? [key.repository] : []));
  expect(kept).toStrictEqual(["first-store", "team"]);
  expect(reference).toMatchObject({
    status: "Published",
    origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: "first" } },
    publishedTime: domain.clock.now(),
  });
});

describe("bytes that the domain may have already", () => {
  const asset = (integrity?: string) => ({
    name: "package.tgz",
    url: "",
    ...(integrity === undefined ? {} : { integrity }),
  });

  test("D5: are found by any SHA-512 that is announced, and by nothing else", async () => {
    await domain.publish("team", spec);
    const right = integrityOfBytes(bytesOf(spec));
    expect(await findHeldAsset(ports, asset(`${integrityOfBytes(bytesOf("other"))} ${right}`))).toMatchObject({
      size: bytesOf(spec).byteLength,
    });
    expect(await findHeldAsset(ports, asset(integrityOfBytes(bytesOf(spec), "sha1")))).toBeUndefined();
    expect(await findHeldAsset(ports, asset())).toBeUndefined();
  });

  test("D5: that were stored a second time are removed, the ones that are on record stay", async () => {
    await domain.publish("team", spec);
    const [listed] = (await domain.references.list({ type: "asset" })).records;
    if (listed === undefined) throw new Error("not published");
    const { hashes, size, location } = listed.value;
    const writer = await domain.assets.create();
    await writer.write(bytesOf(spec));
    const second = await writer.finish();
    await removeSuperseded(ports, [
      { hashes, size, location },
      { hashes, size, location: second },
    ]);
    expect((await Array.fromAsync(domain.assets.list())).map((each) => each.location)).toStrictEqual([location]);
  });
});

test("a source whose bytes cannot be written anywhere is let go, and the store's error is told", async () => {
  const reasons: unknown[] = [];
  const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void reasons.push(reason) });
  const broken = new Error("no writer");
  await expect(writerFor({ ...domain.assets, create: () => Promise.reject(broken) }, source)).rejects.toBe(broken);
  expect(reasons).toStrictEqual([broken]);
});
