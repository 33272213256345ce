import { join } from "node:path";
import { expect, test } from "vitest";
import { listsTarballs } from "../../src/lockfile/lists-tarballs.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const npmrc = { "project/.npmrc": "lockfile-include-tarball-url=true\n" };
const workspace = (value: boolean) => ({
  "pnpm-workspace.yaml": `packages: [a]\nlockfileIncludeTarballUrl: ${value}\n`,
});

test.each([
  [true, npmrc, {}],
  [true, workspace(true), {}],
  [false, { ...npmrc, ...workspace(false) }, {}],
  [true, workspace(false), { npm_config_lockfile_include_tarball_url: "true" }],
  [false, npmrc, { PNPM_CONFIG_LOCKFILE_INCLUDE_TARBALL_URL: "false" }],
  [false, {}, {}],
] as const)("pnpm lists tarballs: %j with %j and %j", async (expected, files, env) => {
  await using root = await temporaryFolder({ "project/x": "", ...files });
  expect(await listsTarballs(join(root.path, "project"), { HOME: root.path, ...env })).toBe(expected);
});
