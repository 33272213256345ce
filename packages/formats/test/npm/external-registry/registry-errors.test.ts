import { describe, expect, test } from "vitest";
import {
  FORBIDDEN_BY_HOST,
  answeredWith,
  classifyFault,
  faultOf,
  unreachable,
} from "../../../src/npm/external-registry/registry-errors.ts";

const connection = { name: "public:npmjs", url: "https://user:hidden@npm.example.com/npm/" };
const failure = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

describe("a failed request", () => {
  test.each([
    ["ECONNREFUSED", "connect"],
    ["ENOTFOUND", "connect"],
    ["EAI_AGAIN", "connect"],
    ["ENETUNREACH", "connect"],
    ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
    ["ETIMEDOUT", "timeout"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "certificate"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate"],
    ["CERT_HAS_EXPIRED", "certificate"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate"],
    ["ECONNRESET", "broken"],
    ["UND_ERR_SOCKET", "broken"],
  ])("by %s is %s", (code, fault) => {
    expect(classifyFault(failure(code))).toBe(fault);
  });

  test("by something unheard of is broken", () => {
    expect([classifyFault(new Error("?")), classifyFault(undefined)]).toEqual(["broken", "broken"]);
  });

  test("says what happened to what and what to do, without credentials", () => {
    const error = unreachable(connection, "connect", "the packument of express", failure("ECONNREFUSED"));
    expect(error.message).toBe(
      "public:npmjs (https://npm.example.com) could not be asked for the packument of express: no connection could be made (ECONNREFUSED).",
    );
    expect(error.hint).toMatch(/proxy settings/);
    expect(faultOf(error)).toBe("connect");
    expect(faultOf(answeredWith(connection, 500, "x"))).toBeUndefined();
    expect(faultOf(new Error("other"))).toBeUndefined();
  });

  test("that the host's own settings forbid names the setting where the host does, and no code of ours", () => {
    const forbidden = Object.assign(new Error("blocked"), { code: FORBIDDEN_BY_HOST });
    expect(classifyFault(forbidden)).toBe("forbidden");
    expect(unreachable(connection, "forbidden", "x", forbidden).message).toMatch(
      /: the package manager's own settings do not allow it\.$/,
    );
    const named = Object.assign(forbidden, { setting: "Yarn's setting enableNetwork" });
    expect(unreachable(connection, "forbidden", "x", named)).toMatchObject({
      message: expect.stringMatching(/ for x: Yarn's setting enableNetwork does not allow it\.$/) as unknown,
      hint: "What the domain holds stays available; change that setting to fetch more.",
    });
  });

  test("by its status says whether it was refused or failed, and for how long", () => {
    expect(answeredWith(connection, 401, "x")).toMatchObject({
      code: "EXTERNAL_REGISTRY_REFUSED",
      hint: expect.stringContaining("credentials") as unknown,
    });
    expect(answeredWith(connection, 451, "x")).toMatchObject({ code: "EXTERNAL_REGISTRY_REFUSED" });
    expect(answeredWith(connection, 429, "x", 4100)).toMatchObject({
      code: "EXTERNAL_REGISTRY_FAILED",
      hint: expect.stringContaining("in 5 s") as unknown,
    });
    expect(answeredWith(connection, 429, "x")).toMatchObject({ hint: expect.stringContaining("later") as unknown });
    expect(answeredWith(connection, 500, "x")).toMatchObject({
      code: "EXTERNAL_REGISTRY_FAILED",
      details: { status: 500 },
    });
  });
});
