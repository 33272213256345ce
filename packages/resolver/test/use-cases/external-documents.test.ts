import { beforeEach, describe, expect, test } from "vitest";
import { type BuiltResolver, DAY, HOUR, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import { DEFAULT_RESOLVER_SETTINGS } from "../../src/ports/resolver-ports.ts";
import { type ExternalDocuments, createExternalDocuments } from "../../src/use-cases/external-documents.ts";

const key = {
  type: "external",
  connection: "public:npmjs https://npm.example.com/",
  package: packageNamed("lodash"),
} as const;

let domain: BuiltResolver;
let documents: ExternalDocuments;

beforeEach(async () => {
  domain = await buildResolver({ repositories: {} });
  const { references, assets, clock, registry } = domain;
  documents = createExternalDocuments({
    references,
    assets,
    clock,
    externalRegistries: [registry],
    connections: new Map(),
    summarizeManifest: {},
    settings: DEFAULT_RESOLVER_SETTINGS,
  });
});

const stored = () => domain.references.get(key);
const keep = async (text: string) =>
  documents.keep(key, await stored(), { document: Buffer.from(text), etag: `"${text}"` });
const textOf = async (load: () => Promise<Uint8Array>): Promise<string> => Buffer.from(await load()).toString();

describe("what a registry said", () => {
  test("is kept with its validators and its time, and can be read again by another process", async () => {
    const kept = await keep("one");
    const record = (await stored())?.value;
    expect(record).toMatchObject({
      etag: '"one"',
      size: 3,
      confirmedTime: domain.clock.now(),
      documentId: kept.documentId,
    });
    if (record === undefined) throw new Error("not kept");
    expect(await textOf(documents.documentOf(record).load)).toBe("one");
    expect(await textOf(kept.load)).toBe("one");
  });

  test("has an id that changes exactly with its content", async () => {
    const first = await keep("one");
    expect((await keep("two")).documentId).not.toBe(first.documentId);
    expect((await keep("one")).documentId).toBe(first.documentId);
  });

  test("is replaced without being taken from a reader of the one before; older ones are removed", async () => {
    await keep("one");
    const reading = (await stored())?.value;
    await keep("two");
    if (reading === undefined) throw new Error("not kept");
    expect(await textOf(documents.documentOf(reading).load)).toBe("one");
    expect(await domain.storedCount()).toBe(2);
    await keep("three");
    expect(await domain.storedCount()).toBe(2);
    await expect(documents.documentOf(reading).load()).rejects.toMatchObject({ code: "ASSET_NOT_FOUND" });
  });

  test("does not replace what another process has kept in the meantime, but serves who asked", async () => {
    const before = await stored();
    await keep("theirs");
    const ours = await documents.keep(key, before, { document: Buffer.from("ours") });
    expect(await textOf(ours.load)).toBe("ours");
    expect((await stored())?.value.etag).toBe('"theirs"');
    expect(await domain.storedCount()).toBe(1);
  });

  test("is confirmed without being stored again", async () => {
    await keep("one");
    domain.clock.advance(MINUTE);
    const before = await stored();
    if (before === undefined) throw new Error("not kept");
    await documents.confirm(key, before);
    expect(await textOf(documents.documentOf(before.value).load)).toBe("one");
    expect((await stored())?.value.confirmedTime).toBe(domain.clock.now());
    expect(await domain.storedCount()).toBe(1);
  });

  test("is forgotten when the registry has it no longer, and its bytes are left to the sweep: somebody may be reading them", async () => {
    await keep("one");
    await keep("two");
    await documents.forget(key, await stored());
    expect(await stored()).toBeUndefined();
    expect(await domain.storedCount()).toBe(2);
    domain.clock.advance(DAY);
    await domain.resolver.collectGarbage({ gracePeriod: HOUR });
    expect(await domain.storedCount()).toBe(0);
    await documents.forget(key, undefined);
  });

  test("is not forgotten when another process has heard something new", async () => {
    await keep("one");
    const before = await stored();
    await keep("two");
    await documents.forget(key, before);
    expect((await stored())?.value.etag).toBe('"two"');
    expect(await domain.storedCount()).toBe(2);
  });
});
