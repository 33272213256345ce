import { describe, expect, test } from "vitest";
import { makeWritingDomain, revisionOf, unblockUpstream } from "./writing-domain.ts";

const ms = { format: "npm", name: "ms" } as const;

describe("PUT /{package} without a tarball", () => {
  test("deprecates what the repository holds: a new revision over the same bytes (N5, A1)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    const before = await domain.resolver.describeHeldPackage("team", ms);
    const bytes = await domain.storedCount();

    const document = await domain.writable("team/ms");
    for (const version of Object.values(document.versions)) version.deprecated = "use ours";
    expect((await domain.send("PUT", "team/ms", document)).status).toBe(200);

    const { versions, "dist-tags": tags } = await domain.shown("team/ms");
    expect(Object.values(versions).map(({ deprecated }) => deprecated)).toEqual(["use ours", "use ours"]);
    expect(tags).toEqual({ latest: "1.1.0" });
    const after = await domain.resolver.describeHeldPackage("team", ms);
    const [old, now] = [before, after].map((held) => held?.versions.get("1.0.0"));
    expect(now?.reference).toEqual({ ...old?.reference, revision: now?.revision.id });
    expect([now?.revision.assets, now?.revision.id === old?.revision.id]).toEqual([old?.revision.assets, false]);
    expect(await domain.storedCount()).toBe(bytes);
  });

  test("an empty text takes it back, to the very revision that there was before", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    const before = await domain.resolver.describeHeldPackage("team", ms);
    for (const text of ["gone", ""]) {
      const document = await domain.writable("team/ms");
      Object.assign(document.versions["1.0.0"] ?? {}, { deprecated: text });
      await domain.send("PUT", "team/ms", document);
    }
    const after = await domain.resolver.describeHeldPackage("team", ms);
    expect(after?.versions.get("1.0.0")?.revision).toEqual(before?.versions.get("1.0.0")?.revision);
    expect((await domain.shown("team/ms")).versions["1.0.0"]).not.toHaveProperty("deprecated");
  });

  test("versions that are only upstream stay as they are, with a notice, and nothing becomes a republish (N5, B1, B5)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("shared", ["ms@0.9.0"]);
    await domain.fill("team", ["ms@1.0.0"]);
    await unblockUpstream(domain, "ms");
    const document = await domain.writable("team/ms");
    expect(Object.keys(document.versions)).toEqual(["0.9.0", "1.0.0"]);
    for (const version of Object.values(document.versions)) version.deprecated = "use ours";
    const answer = await domain.send("PUT", "team/ms", document);
    expect([answer.status, answer.headers.get("npm-notice")]).toEqual([
      200,
      expect.stringContaining("ms 0.9.0 stay as they are"),
    ]);
    const { versions } = await domain.shown("team/ms");
    expect([versions["0.9.0"]?.deprecated, versions["1.0.0"]?.deprecated]).toEqual([undefined, "use ours"]);
    expect((await domain.resolver.describeHeldPackage("team", ms))?.versions.has("0.9.0")).toBe(false);
    expect((await domain.shown("shared/ms")).versions["0.9.0"]).not.toHaveProperty("deprecated");
  });

  test("only deprecation counts: other fields, tags and missing versions change nothing (N5)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    const document = await domain.writable("team/ms");
    const changed = {
      ...document,
      "dist-tags": { latest: "1.0.0" },
      versions: { "1.0.0": { ...document.versions["1.0.0"], description: "changed" } },
    };
    const before = await domain.shown("team/ms");
    expect((await domain.send("PUT", "team/ms", changed)).status).toBe(200);
    expect(await domain.shown("team/ms")).toEqual(before);
  });

  test("of two who have read the same package the second is told to read it again", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    const document = await domain.writable("team/ms");
    Object.assign(document.versions["1.0.0"] ?? {}, { deprecated: "first" });
    expect((await domain.send("PUT", "team/ms", document)).status).toBe(200);
    const second = await domain.send("PUT", "team/ms", document);
    expect([second.status, await second.json()]).toEqual([409, expect.objectContaining({ code: "CONFLICT" })]);
  });

  test("a package that the repository does not store itself is refused", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("shared", ["ms@1.0.0"]);
    const document = await domain.writable("team/ms");
    const answer = await domain.send("PUT", "team/ms", document);
    expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: "PACKAGE_NOT_FOUND" })]);
  });
});

describe("GET /{package}?write=true", () => {
  test("has a revision that changes with the package, tarballs at this endpoint, and is kept by nobody", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["@acme/tool@1.0.0"]);
    const answer = await domain.ask("team/@acme%2ftool?write=true", { headers: { "user-agent": "npm/12.0.0" } });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const document = (await answer.json()) as Awaited<ReturnType<typeof domain.writable>>;
    expect(document.versions["1.0.0"]?.dist.tarball).toBe("http://127.0.0.1:4873/npm/team/@acme/tool/-/tool-1.0.0.tgz");
    expect(revisionOf(await domain.writable("team/@acme%2ftool"))).toBe(revisionOf(document));
    await domain.fill("team", ["@acme/tool@1.0.1"]);
    expect(revisionOf(await domain.writable("team/@acme%2ftool"))).not.toBe(revisionOf(document));
  });
});
