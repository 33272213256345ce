import { describe, expect, test } from "vitest";
import {
  allowedRepositories,
  originControls,
  restrictionModes,
} from "../../src/commands/origin-restriction-options.ts";

const code = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("--restrictions of a package group", () => {
  test.each(["PUBLISH=BLOCK,EXTERNAL_UPSTREAM=ALLOW", '{"PUBLISH":"BLOCK","EXTERNAL_UPSTREAM":"ALLOW"}'])(
    "takes the AWS command line's forms: %s",
    (text) => {
      expect(restrictionModes(text)).toEqual({ PUBLISH: "BLOCK", EXTERNAL_UPSTREAM: "ALLOW" });
    },
  );

  test.each([
    "PUBLISH",
    "PUBLISH=DENY",
    "DELETE=BLOCK",
    "{",
    "[]",
    '{"PUBLISH":1}',
    "PUBLISH=ALLOW,PUBLISH=BLOCK",
    "=",
    "",
  ])("refuses %j", (text) => {
    expect(code(() => restrictionModes(text))).toBe("INVALID_ARGUMENT");
  });
});

describe("--restrictions of a package", () => {
  test.each(["publish=ALLOW,upstream=BLOCK", '{"publish":"ALLOW","upstream":"BLOCK"}'])("takes both: %s", (text) => {
    expect(originControls(text)).toEqual({ publish: "ALLOW", upstream: "BLOCK" });
  });

  test.each(["publish=ALLOW", "upstream=BLOCK", "publish=ALLOW,upstream=INHERIT", "publish=ALLOW,upstream=BLOCK,x=y"])(
    "refuses %j (O1)",
    (text) => {
      expect(code(() => originControls(text))).toBe("INVALID_ARGUMENT");
    },
  );
});

describe("lists of allowed repositories", () => {
  const [team, shared] = [
    "repositoryName=team,originRestrictionType=PUBLISH",
    "originRestrictionType=PUBLISH,repositoryName=shared",
  ];
  const allowed = (repositoryName: string) => ({ repositoryName, originRestrictionType: "PUBLISH" });

  test("take one value, many, words that follow, and JSON", () => {
    const both = { addAllowedRepositories: [allowed("team"), allowed("shared")] };
    expect(allowedRepositories({ added: [team, shared], removed: undefined, words: [] })).toEqual(both);
    expect(allowedRepositories({ added: [team], removed: undefined, words: [shared] })).toEqual(both);
    const json = JSON.stringify([allowed("team"), allowed("shared")]);
    expect(allowedRepositories({ added: [json], removed: undefined, words: [] })).toEqual(both);
    const one = JSON.stringify(allowed("team"));
    expect(allowedRepositories({ added: undefined, removed: [one], words: [] })).toEqual({
      removeAllowedRepositories: [allowed("team")],
    });
    expect(allowedRepositories({ added: undefined, removed: undefined, words: [] })).toEqual({});
  });

  test("refuse what is no such value, and words that could belong to either list or to none", () => {
    const refused = (added: readonly string[], removed: readonly string[] = [], words: readonly string[] = []) =>
      code(() => allowedRepositories({ added, removed, words }));
    expect([
      refused(["team"]),
      refused(["repositoryName=team"]),
      refused([`${team},x=y`]),
      refused(["repositoryName=team,originRestrictionType=DELETE"]),
      refused(["[1]"]),
      refused(["[{]"]),
      refused([], [], [team]),
      refused([team], [shared], [team]),
    ]).toEqual(Array.from({ length: 8 }, () => "INVALID_ARGUMENT"));
  });
});
