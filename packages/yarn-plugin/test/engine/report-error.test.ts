import { HeadwaterError } from "@headwater/resolver";
import type { ReportError, httpUtils } from "@yarnpkg/core";
import { expect, test } from "vitest";
import type { ClaimedRequest } from "../../src/engine/answer-request.ts";
import { errorLines, refusedRequest, reportError } from "../../src/engine/report-error.ts";
import { makeYarnProject, reported } from "../yarn-project.ts";

const { configuration } = await makeYarnProject({ yarnrc: 'npmScopes: { acme: { npmAuthToken: "t" } }\n' });

const request: ClaimedRequest = {
  target: "https://npm.example.com/lib",
  url: "https://npm.example.com/lib",
  registries: ["https://npm.example.com"],
  configuration,
  headers: { accept: "application/json" },
  body: null,
  method: "GET" as httpUtils.Method,
};
const refuse = (status: number, body: string, scope?: string): ReportError =>
  refusedRequest(
    request,
    new Response(body, { status, headers: { "www-authenticate": "bearer" } }),
    Buffer.from(body),
    {
      scope,
      repository: "team",
    },
  );
const lines = async (...errors: readonly unknown[]): Promise<readonly string[]> =>
  (await reported(configuration, (report) => errors.forEach((error) => report.reportExceptionOnce(error as Error))))
    .lines;

test("an error is code and message in one line and its hint in the next, with commands as they are called in Yarn", async () => {
  const error = new HeadwaterError("REPOSITORY_NOT_FOUND", "There is no repository nowhere.", {
    hint: "Make it with headwater create-repository.",
  });
  expect(errorLines(error)).toEqual([
    "REPOSITORY_NOT_FOUND: There is no repository nowhere.",
    "  Make it with yarn headwater create-repository.",
  ]);
  expect(await lines(reportError(error))).toEqual([
    "YN0035: REPOSITORY_NOT_FOUND: There is no repository nowhere.",
    "YN0035:   Make it with yarn headwater create-repository.",
  ]);
});

test("every line of a message is a line of the report, and an error without a hint has none", () => {
  const error = new HeadwaterError("CONFIGURATION_INVALID", "headwater.yml:1:1: one\nheadwater.yml:2:1: two");
  expect(errorLines(error)).toEqual(["CONFIGURATION_INVALID: headwater.yml:1:1: one", "  headwater.yml:2:1: two"]);
});

test("a hint that many errors share is told once in a report", async () => {
  const errors = ["a", "b"].map((name) =>
    reportError(new HeadwaterError("STORE_FULL", `No space for ${name}.`, { hint: "Free space." })),
  );
  const told = ["YN0035: STORE_FULL: No space for a.", "YN0035:   Free space.", "YN0035: STORE_FULL: No space for b."];
  expect(await lines(...errors)).toEqual(told);
  expect(await lines(...errors)).toEqual(told);
});

test("what is no error of ours is given back as it is", () => {
  const error = new TypeError("a fault");
  expect(reportError(error)).toBe(error);
});

test("an answer that refuses says what its body says, and the hint not twice", async () => {
  const body = { code: "PACKAGE_NOT_FOUND", error: "There is no lib. Check the name.", hint: "Check the name." };
  expect(await lines(refuse(404, JSON.stringify(body)))).toEqual([
    "YN0035: PACKAGE_NOT_FOUND: There is no lib.",
    "YN0035:   Check the name.",
  ]);
  expect(await lines(refuse(404, JSON.stringify({ code: "PACKAGE_NOT_FOUND", error: "There is no lib." })))).toEqual([
    "YN0035: PACKAGE_NOT_FOUND: There is no lib.",
  ]);
});

test("a package of a configured scope that is not found is told how to fetch the scope from its own registry", async () => {
  const body = JSON.stringify({ code: "PACKAGE_NOT_FOUND", error: "There is no @acme/lib. Check.", hint: "Check." });
  expect(await lines(refuse(404, body, "@acme"))).toEqual([
    "YN0035: PACKAGE_NOT_FOUND: There is no @acme/lib.",
    "YN0035:   Packages of @acme are asked of the repository team; to fetch them from their own registry, list the scope under direct in headwater.yml.",
  ]);
  expect((await lines(refuse(404, body, "@other")))[1]).toBe("YN0035:   Check.");
  expect((await lines(refuse(424, body, "@acme")))[1]).toBe("YN0035:   Check.");
});

test("an answer that is no JSON, or none of ours, says its status", async () => {
  for (const body of ["<html>", '{"error":"status 500"}', "null"])
    expect(await lines(refuse(502, body))).toEqual([
      "YN0035: EXTERNAL_REGISTRY_FAILED: The registry answered with status 502.",
    ]);
});

test("a fault of ours asks to be reported, and does not point to a log that Yarn does not have", async () => {
  const body = { code: "INTERNAL", error: "Headwater failed. The log says more.", hint: "The log says more." };
  const told = await lines(refuse(500, JSON.stringify(body)));
  expect(told).toHaveLength(2);
  expect(told[1]).toContain("HEADWATER_DEBUG=1");
});

test("the error of an answer carries what Yarn's own code looks for in its network errors", () => {
  const { originalError } = refuse(401, '{"code":"UNAUTHENTICATED","error":"Who are you?"}');
  expect(originalError).toMatchObject({
    name: "HTTPError",
    message: "Response code 401 ()",
    response: { statusCode: 401, headers: { "www-authenticate": "bearer" }, body: expect.any(Buffer) as Buffer },
    request: {
      requestUrl: "https://npm.example.com/lib",
      redirects: [],
      options: { method: "GET", retry: { limit: 0 } },
    },
  });
});
