import type { Format, FormatRequest } from "@headwater/formats";
import { HeadwaterError } from "@headwater/resolver";
import { expect, test } from "vitest";
import { watchOutside } from "../../src/exec/watch-outside.ts";

const request: FormatRequest = {
  request: new Request("http://127.0.0.1/"),
  repository: "team",
  path: "lib",
  baseUrl: "http://127.0.0.1/",
  cacheControl: "no-cache",
};

test("notes what answers say about the outside, first and count, and changes none of them", async () => {
  const answers: (() => Response)[] = [
    () => new Response("1"),
    () => new Response("2", { headers: { "npm-notice": "not asked" } }),
    () => {
      throw new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", "no answer");
    },
    () => {
      throw new HeadwaterError("PACKAGE_NOT_FOUND", "no such package");
    },
  ];
  const format: Format = { format: "npm", handle: async () => answers.shift()?.() ?? new Response() };
  const watch = watchOutside([format]);
  const [watched] = watch.formats;
  expect(await (await watched?.handle(request))?.text()).toBe("1");
  expect(watch.notice()).toBeUndefined();
  expect(await (await watched?.handle(request))?.text()).toBe("2");
  await expect(watched?.handle(request)).rejects.toMatchObject({ code: "EXTERNAL_REGISTRY_UNREACHABLE" });
  await expect(watched?.handle(request)).rejects.toMatchObject({ code: "PACKAGE_NOT_FOUND" });
  expect(watch.notice()).toEqual({ message: "not asked", count: 2 });
});

test.each([
  [
    "a failure of the registry, with what to do",
    new HeadwaterError("INTEGRITY_MISMATCH", "Other bytes.", { hint: "Try again." }),
    "Other bytes. Try again.",
  ],
  ["a failure of the store", new HeadwaterError("STORE_FULL", "No space left."), "No space left."],
  [
    "that a search ended before its end (U2)",
    new HeadwaterError("PACKAGE_NOT_FOUND", "lib was not found.", {
      details: { notices: [{ message: "ended at the 25th" }] },
    }),
    "ended at the 25th",
  ],
])("notes %s", async (_, error, message) => {
  const format: Format = { format: "npm", handle: () => Promise.reject(error) };
  const watch = watchOutside([format]);
  await expect(watch.formats[0]?.handle(request)).rejects.toBe(error);
  expect(watch.notice()).toEqual({ message, count: 1 });
});

test.each([
  ["install", undefined],
  ["ci", undefined],
  ["audit", { message: "no answer", count: 1 }],
  [undefined, { message: "no answer", count: 1 }],
])("of advisories that npm-command %s could not be given it is said: %j", async (command, said) => {
  const error = new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", "no answer");
  const format: Format = { format: "npm", handle: () => Promise.reject(error) };
  const watch = watchOutside([format]);
  const asked = new Request("http://127.0.0.1/-/npm/v1/security/advisories/bulk", {
    method: "POST",
    headers: command === undefined ? {} : { "npm-command": command },
  });
  await expect(watch.formats[0]?.handle({ ...request, request: asked })).rejects.toBe(error);
  expect(watch.notice()).toEqual(said);
});
