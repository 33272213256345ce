import { describe, expect, test } from "vitest";
import { summarizeManifest } from "../../src/npm/manifest-summary.ts";

describe("what a manifest says about its version (A7)", () => {
  test("is its description, home page, repository and licence", () => {
    const manifest = {
      description: "web framework",
      homepage: "https://example.com/",
      repository: { type: "git", url: "git+https://example.com/x.git" },
      license: "MIT",
    };
    expect(summarizeManifest(manifest)).toEqual({
      summary: "web framework",
      homePage: "https://example.com/",
      sourceCodeRepository: "git+https://example.com/x.git",
      licenses: ["MIT"],
    });
  });

  test.each([
    [{ license: { type: "MIT", url: "https://example.com" } }, ["MIT"]],
    [{ licenses: [{ type: "MIT" }, { type: "GPL-2.0" }] }, ["MIT", "GPL-2.0"]],
    [{ licenses: ["MIT", 7, null] }, ["MIT"]],
    [{ license: "(MIT OR Apache-2.0)", licenses: ["GPL-2.0"] }, ["(MIT OR Apache-2.0)"]],
    [{ license: null }, []],
    [{}, []],
  ])("reads every form of licence: %j", (manifest, licenses) => {
    expect(summarizeManifest(manifest).licenses).toEqual(licenses);
  });

  test("takes a repository that is only a text", () => {
    expect(summarizeManifest({ repository: "github:expressjs/express" }).sourceCodeRepository).toBe(
      "github:expressjs/express",
    );
  });

  test("drops what is no text, empty, or over 400 KB", () => {
    const manifest = { description: "x".repeat(400 * 1024 + 1), homepage: "", repository: { url: 7 } };
    expect(summarizeManifest(manifest)).toEqual({ licenses: [] });
    expect(summarizeManifest({ description: "x".repeat(400 * 1024) }).summary).toHaveLength(400 * 1024);
  });
});
