import { describe, expect, test } from "vitest";
import { selectNpmVersion } from "../../src/npm/select-version.ts";

const versions = ["1.0.0beta", "1.0.0", "1.2.0", "1.3.0", "2.0.0", "3.0.0-rc.1"];
const tags = { latest: "1.2.0", next: "3.0.0-rc.1", gone: "9.9.9" };

describe("npm's choice of a version", () => {
  test.each([
    ["1.0.0", "1.0.0", "an exact version is that version"],
    ["v1.0.0", "1.0.0", "however it is written"],
    ["1.0.0beta", "1.0.0beta", "also one from before strict semver"],
    ["next", "3.0.0-rc.1", "a dist-tag is the version it names"],
    ["^1.0.0", "1.2.0", "latest wins over higher versions when it satisfies"],
    ["*", "1.2.0", "latest wins for no wish at all"],
    ["", "1.2.0", "an empty wish is no wish"],
    ["^2", "2.0.0", "else the highest that satisfies"],
    [">=1.3", "2.0.0", "prereleases satisfy only where they are named"],
    ["^3.0.0-0", "3.0.0-rc.1", "and there they do"],
  ])("%j gives %s: %s", (wanted, version) => {
    expect(selectNpmVersion(wanted, versions, tags)).toBe(version);
  });

  test.each(["9.9.9", "^9", "gone", "unknown-tag", "constructor"])(
    "%s gives nothing when nothing satisfies",
    (wanted) => {
      expect(selectNpmVersion(wanted, versions, tags)).toBeUndefined();
    },
  );

  test("prefers what is not deprecated, latest included, but takes it when there is nothing else", () => {
    expect(selectNpmVersion("^1.0.0", versions, tags, new Set(["1.2.0"]))).toBe("1.3.0");
    expect(selectNpmVersion("^1.0.0", versions, tags, new Set(["1.2.0", "1.3.0"]))).toBe("1.0.0");
    expect(selectNpmVersion("^2", versions, tags, new Set(["2.0.0"]))).toBe("2.0.0");
  });

  test("works without the tag latest", () => {
    expect(selectNpmVersion("*", versions, {})).toBe("2.0.0");
  });
});
