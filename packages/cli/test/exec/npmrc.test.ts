import { expect, test } from "vitest";
import { expandVariables, parseNpmrc } from "../../src/exec/npmrc.ts";

test("settings are read as written; comments, sections and empty keys are none", () => {
  const text =
    '; a comment\n# another\n[section]\nregistry = https://npm.example.com/\r\n"@s:registry"="https://a.example/?x=y"\n=nothing\nflag\n';
  expect(parseNpmrc(text)).toEqual([
    { key: "registry", value: "https://npm.example.com/" },
    { key: "@s:registry", value: "https://a.example/?x=y" },
  ]);
});

test("variables are expanded as npm and pnpm do; one that is not set stays", () => {
  const env = { HOST: "npm.example.com" };
  expect(expandVariables("https://${HOST}/${NONE?}x/${OTHER:-y}/${OTHER-z}", env)).toBe(
    "https://npm.example.com/x/y/z",
  );
  expect(expandVariables("${NONE}", env)).toBe("${NONE}");
});
