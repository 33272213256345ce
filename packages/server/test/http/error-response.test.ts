import { ERROR_CODES, HeadwaterError } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { errorResponse, errorStatus } from "../../src/http/error-response.ts";

describe("the answer to a request that failed", () => {
  test.each(ERROR_CODES)("%s has an HTTP status of a failure", (code) => {
    expect(errorStatus(code)).toBeGreaterThanOrEqual(400);
    expect(errorStatus(code)).toBeLessThan(600);
  });

  test("message and hint stand together where npm prints them, and apart for programs", async () => {
    const error = new HeadwaterError("PACKAGE_NOT_FOUND", "There is no package left-pad.", { hint: "Check the name." });
    const response = errorResponse(error);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({
      error: "There is no package left-pad. Check the name.",
      code: "PACKAGE_NOT_FOUND",
      hint: "Check the name.",
    });
  });

  test("no failure is kept by a client's cache", () => {
    expect(errorResponse(new HeadwaterError("PACKAGE_NOT_FOUND", "x")).headers.get("cache-control")).toBe("no-store");
  });

  test("S5: a refused version looks absent, and the reason stands in the body", async () => {
    const response = errorResponse(new HeadwaterError("PACKAGE_VERSION_REFUSED", "ms@2.1.3 is Archived in shared."));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: "ms@2.1.3 is Archived in shared.",
      code: "PACKAGE_VERSION_REFUSED",
    });
  });

  test("what a public registry did wrong is no 5xx, which package managers would repeat for minutes", () => {
    for (const code of ERROR_CODES.filter(
      (name) => name.startsWith("EXTERNAL_REGISTRY") || name === "INTEGRITY_MISMATCH",
    )) {
      expect(errorStatus(code)).toBeLessThan(500);
    }
  });

  test("what is wrong with the store until somebody mends it is no 5xx either", () => {
    const codes = ["STORE_FULL", "STORE_READ_ONLY", "STORE_CORRUPT"] as const;
    expect(codes.map(errorStatus)).toEqual([424, 424, 424]);
  });

  test("a fault of the program shows nothing of itself to the client, and all of itself to the log", async () => {
    const fault = new TypeError("cannot read /home/me/secret");
    const told: unknown[] = [];
    const response = errorResponse(fault, (error) => told.push(error));
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("secret");
    expect(JSON.parse(text)).toMatchObject({ code: "INTERNAL" });
    expect(told).toEqual([fault]);
  });

  test("a challenge that npm prints carries the reason, whatever characters the reason has", () => {
    const response = errorResponse(new HeadwaterError("UNAUTHENTICATED", 'The "token" of Zoë\\x is not valid.'));
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe(
      `bearer realm="headwater", error="invalid_token", error_description="The 'token' of Zo''x is not valid."`,
    );
  });
});
