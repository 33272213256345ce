import { describe, expect, test } from "vitest";
import { buildPackage } from "../../../../../test/kit/tarball-builder.ts";
import { makeWritingDomain, unblockUpstream } from "./writing-domain.ts";

const ms = { format: "npm", name: "ms" } as const;
const TAGS = "team/-/package/ms/dist-tags";

describe("writing dist-tags (T5)", () => {
  test("PUT sets one, DELETE takes it away, on the repository's own tags", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    expect((await domain.send("PUT", `${TAGS}/next`, "1.0.0")).status).toBe(200);
    expect(await (await domain.ask(TAGS)).json()).toEqual({ latest: "1.1.0", next: "1.0.0" });
    expect((await domain.send("DELETE", `${TAGS}/next`)).status).toBe(200);
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.1.0" });
  });

  test("POST adds several, PUT replaces all but latest, DELETE leaves latest alone", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
    await domain.send("POST", TAGS, { a: "1.0.0", b: "1.1.0" });
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.1.0", a: "1.0.0", b: "1.1.0" });
    await domain.send("PUT", TAGS, { c: "1.0.0" });
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.1.0", c: "1.0.0" });
    await domain.send("DELETE", TAGS);
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.1.0" });
  });

  test("a scoped package's tags are set as npm writes its name", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["@acme/tool@1.0.0"]);
    expect((await domain.send("PUT", "team/-/package/@acme%2ftool/dist-tags/next", "1.0.0")).status).toBe(200);
    expect((await domain.shown("team/@acme%2ftool"))["dist-tags"]).toEqual({ latest: "1.0.0", next: "1.0.0" });
  });

  test("setting a tag that an upstream has too says that clients go on seeing the upstream's (T2, T4)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("shared", ["ms@1.0.0"]);
    await domain.fill("team", ["ms@1.1.0"]);
    await unblockUpstream(domain, "ms");
    const answer = await domain.send("PUT", `${TAGS}/latest`, "1.1.0");
    expect([answer.status, answer.headers.get("npm-notice")]).toEqual([
      200,
      expect.stringContaining("go on seeing 1.0.0"),
    ]);
    expect((await domain.shown("team/ms"))["dist-tags"]).toEqual({ latest: "1.0.0" });
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.1.0" });
  });

  test("publishing says so too (B12, T4)", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("shared", ["ms@1.0.0"]);
    await domain.fill("team", ["ms@1.1.0"]);
    await unblockUpstream(domain, "ms");
    const answer = await domain.publish("team", buildPackage({ name: "ms", version: "1.2.0" }));
    expect([answer.status, answer.headers.get("npm-notice")]).toEqual([
      201,
      expect.stringContaining("go on seeing 1.0.0"),
    ]);
  });

  test.each([
    ["PUT", "/1.x", "1.0.0", "INVALID_ARGUMENT"],
    ["PUT", "/v2", "1.0.0", "INVALID_ARGUMENT"],
    ["PUT", "/__proto__", "1.0.0", "INVALID_ARGUMENT"],
    ["PUT", "/a%20b", "1.0.0", "INVALID_ARGUMENT"],
    ["PUT", "/next", "9.9.9", "PACKAGE_VERSION_NOT_FOUND"],
    ["PUT", "/next", "constructor", "PACKAGE_VERSION_NOT_FOUND"],
    ["PUT", "/next", 1, "INVALID_ARGUMENT"],
    ["POST", "", { next: 1 }, "INVALID_ARGUMENT"],
    ["PUT", "", "1.0.0", "INVALID_ARGUMENT"],
    ["DELETE", "/latest", undefined, "INVALID_ARGUMENT"],
    ["DELETE", "/unknown", undefined, "INVALID_ARGUMENT"],
    ["DELETE", "/constructor", undefined, "INVALID_ARGUMENT"],
  ])("%s %s with %j is refused: %s", async (method, path, body, code) => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    const answer = await domain.send(method, `${TAGS}${path}`, body);
    expect(await answer.json()).toMatchObject({ code });
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.0.0" });
  });

  test("what is no JSON is refused", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    expect((await domain.ask(`${TAGS}/next`, { method: "PUT", body: "1.0.0" })).status).toBe(400);
  });

  test.each(["text/plain", "text/plain;application/json", "application/x-www-form-urlencoded"])(
    "a POST of %s, which any web page can send, is refused",
    async (type) => {
      const domain = await makeWritingDomain();
      await domain.fill("team", ["ms@1.0.0", "ms@1.1.0"]);
      for (const [path, body] of [
        ["", '{"latest":"1.0.0"}'],
        ["/latest", '"1.0.0"'],
      ]) {
        const sent = { method: "POST", body: body ?? "", headers: { "content-type": type } };
        const answer = await domain.ask(`${TAGS}${path}`, sent);
        expect(await answer.json()).toMatchObject({ code: "INVALID_ARGUMENT" });
      }
      expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.1.0" });
    },
  );

  test("a version that is not Published cannot be tagged", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    const input = { repository: "team", package: ms, versions: ["1.0.0"], targetStatus: "Archived" } as const;
    await domain.resolver.updatePackageVersionsStatus(input);
    expect(await (await domain.send("PUT", `${TAGS}/next`, "1.0.0")).json()).toMatchObject({
      code: "PACKAGE_VERSION_REFUSED",
    });
  });

  test("a version that is only upstream, and a package that is, are tagged where they are stored", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("shared", ["ms@1.0.0"]);
    expect(await (await domain.send("PUT", `${TAGS}/next`, "1.0.0")).json()).toMatchObject({
      code: "PACKAGE_NOT_FOUND",
    });
  });

  test("no more than 1,000 tags are kept of one package", async () => {
    const domain = await makeWritingDomain();
    await domain.fill("team", ["ms@1.0.0"]);
    const tags = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`t${index}`, "1.0.0"]));
    expect(await (await domain.send("POST", TAGS, tags)).json()).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(await domain.resolver.getPackageTags("team", ms)).toEqual({ latest: "1.0.0" });
  });
});
