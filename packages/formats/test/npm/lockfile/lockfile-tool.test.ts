import { expect, test } from "vitest";
import { lockfileTool } from "../../../src/npm/lockfile/lockfile-tool.ts";

test.each([
  ["package-lock.json", "{}", "npm"],
  ["npm-shrinkwrap.json", "{}", "npm"],
  [".package-lock.json", "{}", "npm"],
  ["pnpm-lock.yaml", "", "pnpm"],
  ["bun.lock", "{}", "bun"],
  ["yarn.lock", "# a comment\r\n# yarn lockfile v1\r\n\r\n", "yarn1"],
  ["yarn.lock", "__metadata:\n  version: 8\n", "yarn"],
  ["yarn.lock", "", "yarn"],
  ["package.json", "{}", undefined],
])("%s with the text %j is of %s", (name, text, tool) => {
  expect(lockfileTool(name, text)).toBe(tool);
});
