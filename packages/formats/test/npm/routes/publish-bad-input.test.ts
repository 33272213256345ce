import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { type MemoryDomain, createMemoryDomain } from "../../../../../test/kit/memory-domain.ts";
import { publishDocument } from "../../../../../test/kit/publish-document.ts";
import { buildPackage } from "../../../../../test/kit/tarball-builder.ts";

const open: MemoryDomain[] = [];
afterEach(async () => {
  for (const domain of open.splice(0)) await domain.close();
});

const tool = buildPackage({ name: "@acme/tool", version: "1.0.0" });
const otherName = buildPackage({ name: "@acme/other", version: "1.0.0" });
const otherVersion = buildPackage({ name: "@acme/tool", version: "1.0.1" });
/** The document of one package with the bytes of another. */
const withBytes = (tarball: Buffer) => {
  const { dist: _, ...manifest } = tool.manifest;
  const bare = { ...tool, tarball, manifest: { ...manifest, dist: {} } };
  return publishDocument(bare);
};
const manyTags = Array.from({ length: 5_000 }, (_, index) => `tag-${index}`);
const file = "@acme/tool-1.0.0.tgz";
const data = tool.tarball.toString("base64");
const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

interface Refused {
  readonly code?: string;
  readonly says: string;
  readonly document: unknown;
}

const bad: Readonly<Record<string, Refused>> = {
  "the tarball's package.json has another name": { says: '"@acme/other"', document: withBytes(otherName.tarball) },
  "the tarball's package.json has another version": { says: '"1.0.1"', document: withBytes(otherVersion.tarball) },
  "the tarball has no package.json": { says: "no package.json", document: withBytes(gzipSync(Buffer.alloc(1024))) },
  "the tarball has a package.json that is no JSON": {
    says: "no JSON",
    document: withBytes(buildPackage({ ...tool, files: { "package.json": "{" } }).tarball),
  },
  "the tarball has a package.json that is a list": {
    says: "no JSON object",
    document: withBytes(buildPackage({ ...tool, files: { "package.json": "[]" } }).tarball),
  },
  "the tarball is no gzip": { says: "no gzip", document: withBytes(Buffer.from("plain text")) },
  "the tarball is gzip of something else": { says: "no package.json", document: withBytes(gzipSync("plain text")) },
  "the tarball is compressed twice": { says: "no gzip", document: withBytes(gzipSync(tool.tarball)) },
  "the tarball is broken off": { says: "broken off", document: withBytes(tool.tarball.subarray(0, -20)) },
  "the tarball is empty": { says: "no gzip", document: withBytes(Buffer.alloc(0)) },
  "the attachment is truncated": {
    says: "broken off",
    document: publishDocument(tool, { attachment: { data: data.slice(0, 100) } }),
  },
  "the attachment is longer than announced": {
    says: "were announced",
    document: publishDocument(tool, { attachment: { length: tool.tarball.length - 1 } }),
  },
  "the attachment's length is no number": {
    says: "were announced",
    document: publishDocument(tool, { attachment: { length: String(tool.tarball.length) } }),
  },
  "the base64 is garbage": {
    says: "no base64",
    document: publishDocument(tool, { attachment: { data: `${data}!!!!` } }),
  },
  "the base64 has garbage in the middle": {
    says: "no base64",
    document: publishDocument(tool, { attachment: { data: `${data.slice(0, 8)}\n\n\n\n${data.slice(8)}` } }),
  },
  "the base64 is not padded": {
    says: "no base64",
    document: publishDocument(tool, { attachment: { data: `${data.replace(/=+$/, "")}A` } }),
  },
  "the data is no text": { says: "data as text", document: publishDocument(tool, { attachment: { data: 7 } }) },
  "the integrity is of other bytes": {
    says: "integrity",
    document: publishDocument(tool, { manifest: { dist: { integrity: otherName.integrity } } }),
  },
  "the shasum is of other bytes": {
    says: "shasum",
    document: publishDocument(tool, { manifest: { dist: { shasum: otherName.shasum } } }),
  },
  "there are two tarballs": {
    says: "more than one tarball",
    document: publishDocument(tool, { attachmentsToo: { "@acme/tool-1.0.1.tgz": { data } } }),
  },
  "there are two attachments, one without data": {
    says: "not one tarball",
    document: publishDocument(tool, { attachmentsToo: { "README.md": {} } }),
  },
  "the document is of another package": {
    code: "INVALID_NAME",
    says: '"@acme/other"',
    document: publishDocument(tool, { fields: { name: "@acme/other" } }),
  },
  "the document is of another scope": {
    code: "INVALID_NAME",
    says: '"@elsewhere/tool"',
    document: publishDocument(tool, { fields: { name: "@elsewhere/tool" } }),
  },
  "the manifest is of another package": {
    says: '"@acme/other"',
    document: publishDocument(tool, { manifest: { name: "@acme/other" } }),
  },
  "the manifest is of another version": {
    says: '"9.9.9"',
    document: publishDocument(tool, { manifest: { version: "9.9.9" } }),
  },
  "the manifest is no object": {
    says: "no JSON object",
    document: publishDocument(tool, { fields: { versions: { "1.0.0": "x" } } }),
  },
  "there is no version": { says: "no version", document: publishDocument(tool, { fields: { versions: {} } }) },
  "the version is no semver": {
    code: "INVALID_VERSION",
    says: '"1.0"',
    document: publishDocument({ ...tool, version: "1.0" }, { manifest: { version: "1.0" } }),
  },
  "the version has build metadata": {
    code: "INVALID_VERSION",
    says: '"1.0.0+build"',
    document: publishDocument({ ...tool, version: "1.0.0+build" }),
  },
  "the version is written with a v": {
    code: "INVALID_VERSION",
    says: '"v1.0.0"',
    document: publishDocument({ ...tool, version: "v1.0.0" }),
  },
  "the version is __proto__": {
    code: "INVALID_VERSION",
    says: "__proto__",
    document: publishDocument(tool, { fields: { versions: JSON.parse('{"__proto__":{}}') as object } }),
  },
  "there are two versions": {
    says: '"2.0.0" beside 1.0.0',
    document: publishDocument(tool, { fields: { versions: { "1.0.0": tool.manifest, "2.0.0": {} } } }),
  },
  "there are two versions, none of them the tarball's": {
    says: "none of them the tarball's",
    document: publishDocument(tool, { fields: { versions: { "3.0.0": {}, "2.0.0": {} } } }),
  },
  "there are 5,000 tags": { says: "5000 dist-tags", document: publishDocument(tool, { tags: manyTags }) },
  "a tag reads as a version": { says: "is no dist-tag", document: publishDocument(tool, { tags: ["1.0"] }) },
  "a tag has a slash": { says: "is no dist-tag", document: publishDocument(tool, { tags: ["a/b"] }) },
  "a tag names a version that is not there": {
    says: '"9.9.9"',
    document: publishDocument(tool, { fields: { "dist-tags": { latest: "9.9.9" } } }),
  },
  "it is nested without end": { says: "nested", document: publishDocument(tool, { fields: { x: nested(200) } }) },
  "it is a list": { says: "no JSON object", document: [] },
};

const send = async (
  text: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  path = "team/@acme%2ftool",
) => {
  const domain = await createMemoryDomain({ repositories: { team: {} } });
  open.push(domain);
  const answer = await domain.ask(path, { method: "PUT", body: text, headers });
  const body = (await answer.json()) as { readonly code: string; readonly error: string };
  return { domain, status: answer.status, body };
};

const expectNothingLeft = async (domain: MemoryDomain): Promise<void> => {
  expect(await domain.storedCount()).toBe(0);
  expect((await domain.ask("team/@acme%2ftool")).status).toBe(404);
  expect((await domain.resolver.listPackages({ repository: "team" })).items).toEqual([]);
};

describe("a publish is refused, and nothing of it stays, when", () => {
  test.each(Object.entries(bad))("%s", async (_what, { code = "INVALID_ARGUMENT", says, document }) => {
    const { domain, status, body } = await send(JSON.stringify(document));
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ code, error: expect.stringContaining(says) as unknown }),
    ]);
    await expectNothingLeft(domain);
  });

  const whole = JSON.stringify(publishDocument(tool));
  test.each([
    ["no JSON", "{]", "no JSON"],
    ["cut in the tarball", whole.slice(0, whole.indexOf(data) + 100), "ends in the middle"],
    ["cut behind the tarball", whole.slice(0, -2), "ends in the middle"],
    ["empty", "", "no JSON"],
    ["in two pieces", `${whole}${whole}`, "more than one tarball"],
    ["naming its tarball twice", whole.replace(`"length"`, `"data":"","length"`), "more than one tarball"],
    ["naming its attachments twice", `${whole.slice(0, -1)},"_attachments":{}}`, "not one tarball"],
    [
      "no UTF-8",
      Buffer.concat([Buffer.from(whole.slice(0, -1)), Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])]),
      "no JSON",
    ],
  ])("its document is %s", async (_what, text, says) => {
    const { domain, status, body } = await send(typeof text === "string" ? text : new Uint8Array(text));
    expect([status, body.error]).toEqual([400, expect.stringContaining(says)]);
    await expectNothingLeft(domain);
  });

  test("its body is compressed, which nothing that publishes does", async () => {
    const { status, body } = await send(new Uint8Array(gzipSync(whole)), { "content-encoding": "gzip" });
    expect([status, body.error]).toEqual([400, expect.stringContaining('"gzip"')]);
  });

  test("it is announced with 2 GB or more, before any of it is read (B9)", async () => {
    for (const [length, expected] of [
      [2 * 1024 ** 3, 413],
      [2 * 1024 ** 3 - 1, 201],
    ] as const) {
      const { status } = await send(whole, { "content-length": String(length) });
      expect(status).toBe(expected);
    }
  });

  test("there is no such repository, before any of it is read", async () => {
    const { status, body } = await send(whole, {}, "nowhere/@acme%2ftool");
    expect([status, body.code]).toEqual([404, "REPOSITORY_NOT_FOUND"]);
  });

  test("it is of another scope than its endpoint", async () => {
    const { domain, status, body } = await send(whole, {}, "team/@elsewhere/@acme%2ftool");
    expect([status, body.code]).toEqual([400, "INVALID_NAME"]);
    await expectNothingLeft(domain);
  });

  test("its name is none", async () => {
    expect((await send(whole, {}, "team/.hidden")).body.code).toBe("INVALID_NAME");
  });

  test("it is larger than any document, beside its tarball", async () => {
    const { domain, status, body } = await send(
      JSON.stringify({ ...publishDocument(tool), x: "x".repeat(33 * 1024 * 1024) }),
    );
    expect([status, body.code]).toEqual([413, "TOO_LARGE"]);
    await expectNothingLeft(domain);
  });
});

test("a README of more than 400 KB is left out (A7)", async () => {
  const domain = await createMemoryDomain({ repositories: { team: {} } });
  open.push(domain);
  const readme = "x".repeat(400 * 1024 + 1);
  await domain.publish("team", tool, { fields: { readme } });
  expect(await (await domain.ask("team/@acme%2ftool")).json()).not.toHaveProperty("readme");
});

test("slashes and plus signs of base64 may be escaped in JSON", async () => {
  const domain = await createMemoryDomain({ repositories: { team: {} } });
  open.push(domain);
  const escaped = data.replaceAll("/", "\\/").replaceAll("+", "\\u002B");
  expect(escaped).not.toBe(data);
  const text = JSON.stringify(publishDocument(tool)).replace(`"${data}"`, `"${escaped}"`);
  expect(text).toContain(file);
  expect((await domain.ask("team/@acme%2ftool", { method: "PUT", body: text })).status).toBe(201);
});
