import { HeadwaterError } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { sendJson, startRegistry } from "../loopback-registry.ts";
import { buildManifest, buildPackument } from "../packument-builder.ts";
import { makeNpmFormat, NOBODY } from "../test-npm-format.ts";

interface SearchAnswer {
  readonly objects: readonly { readonly package: Readonly<Record<string, unknown>> }[];
  readonly total: number;
}

const held = (name: string) => ({
  held: {
    "1.0.0": buildManifest(
      name,
      "1.0.0",
      {
        keywords: ["web"],
        homepage: "https://example.com/",
        maintainers: [{ name: "me", email: "me@example.com" }, "you <you@example.com>"],
      },
      "",
    ),
  },
  tags: { latest: "1.0.0" },
});

async function search(format: ReturnType<typeof makeNpmFormat>, query: string) {
  const answer = await format.ask(`-/v1/search?${query}`);
  const body = (await answer.json()) as SearchAnswer;
  return {
    names: body.objects.map((object) => object.package["name"]),
    body,
    notice: answer.headers.get("npm-notice"),
  };
}

describe("GET /-/v1/search", () => {
  test("lists what the domain holds first, then what the public registry finds, each once", async () => {
    const found = ["express", "express-session", "expressive"].map((name) => ({ package: { name, version: "9.0.0" } }));
    const registry = await startRegistry((_request, response) => sendJson(response, { objects: found, total: 3 }));
    const format = makeNpmFormat(
      { "@team/express-kit": held("@team/express-kit"), express: held("express"), lodash: held("lodash") },
      registry.connection,
    );
    const { names, body, notice } = await search(format, "text=express&size=20&quality=0.65");
    expect(names).toEqual(["@team/express-kit", "express", "express-session", "expressive"]);
    expect([body.total, notice]).toEqual([5, null]);
    const asked = new URL(registry.requests[0]?.url ?? "", registry.url).searchParams;
    expect(Object.fromEntries(asked)).toEqual({ text: "express", size: "22", from: "0", quality: "0.65" });
  });

  test("describes a held package as npm prints it", async () => {
    const { body } = await search(makeNpmFormat({ "@team/x": held("@team/x") }), "text=x");
    expect(body.objects[0]?.package).toEqual({
      name: "@team/x",
      scope: "team",
      version: "1.0.0",
      description: "@team/x for tests",
      keywords: ["web"],
      date: "2023-01-01T00:00:00.000Z",
      links: { homepage: "https://example.com/" },
      publisher: { username: "me", email: "me@example.com" },
      maintainers: [
        { username: "me", email: "me@example.com" },
        { username: "you", email: "you@example.com" },
      ],
    });
  });

  test("gives one page after the other", async () => {
    const registry = await startRegistry((request, response) => {
      const query = new URL(request.url ?? "", "http://127.0.0.1").searchParams;
      const from = Number(query.get("from"));
      const objects = Array.from({ length: Number(query.get("size")) }, (_, index) => ({
        package: { name: `public-${from + index}` },
      }));
      sendJson(response, { objects, total: 100 });
    });
    const format = makeNpmFormat({ a1: held("a1"), a2: held("a2"), a3: held("a3") }, registry.connection);
    expect((await search(format, "text=a&size=2")).names).toEqual(["a1", "a2"]);
    expect((await search(format, "text=a&size=2&from=2")).names).toEqual(["a3", "public-0"]);
    expect((await search(format, "text=a&size=2&from=4")).names).toEqual(["public-1", "public-2"]);
    expect((await search(format, "text=a&size=nonsense&from=-1")).names).toHaveLength(20);
  });

  test("refuses a search without a text, as npm's registry does", async () => {
    const format = makeNpmFormat({ express: held("express") });
    await expect(format.ask("-/v1/search?size=20")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect((await search(format, "text=")).names).toEqual(["express"]);
  });

  test("lists held packages only, and says so, when the public registry cannot be asked (F1)", async () => {
    const { names, notice } = await search(makeNpmFormat({ express: held("express") }, NOBODY), "text=express");
    expect(names).toEqual(["express"]);
    expect(notice).toMatch(/^Only packages that the domain holds were searched\. public:npmjs/);
  });

  test("lists held packages only where there is no public registry", async () => {
    const { names, notice } = await search(makeNpmFormat({ express: held("express") }), "text=express");
    expect([names, notice]).toEqual([["express"], null]);
  });

  test("names a package that cannot be described, and why, beside those that can", async () => {
    const format = makeNpmFormat({ "express-kit": held("express-kit"), express: held("express") });
    const { viewPackage } = format.resolver;
    Object.assign(format.resolver, {
      viewPackage: async (...call: Parameters<typeof viewPackage>) => {
        if (call[1].name === "express-kit") throw new HeadwaterError("STORE_CORRUPT", "Its bytes are gone.");
        return await viewPackage(...call);
      },
    });
    const { names, body, notice } = await search(format, "text=express");
    expect(names).toEqual(["express-kit", "express"]);
    expect(body.objects.map((object) => object.package["version"])).toEqual(["", "1.0.0"]);
    expect(notice).toBe("express-kit could not be described. Its bytes are gone.");
  });

  test("describes a large page a few packages at a time", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `x${index}`);
    const format = makeNpmFormat(Object.fromEntries(names.map((name) => [name, held(name)])));
    const { viewPackage } = format.resolver;
    let [running, most] = [0, 0];
    Object.assign(format.resolver, {
      viewPackage: async (...call: Parameters<typeof viewPackage>) => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setTimeout(resolve, 1));
        running -= 1;
        return await viewPackage(...call);
      },
    });
    expect((await search(format, "text=x&size=250")).names).toEqual(names);
    expect(most).toBeLessThan(10);
  });

  test("leaves out what shows no version", async () => {
    const external = { document: buildPackument("express", []) };
    const { names } = await search(makeNpmFormat({ express: { held: {}, external, tags: {} } }), "text=express");
    expect(names).toEqual([]);
  });
});
