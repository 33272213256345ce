import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkNpmUse } from "../../src/settings/check-npm-use.ts";
import { type SettingsFolder, createSettingsFolder } from "./settings-folder.ts";

let at: SettingsFolder;
beforeEach(async () => {
  at = await createSettingsFolder();
});
afterEach(() => at.close());
const check = async (...args: string[]) => checkNpmUse(await at.load(args));

test("flags that npm knows pass without a word", async () => {
  await check("--omit=dev", "--no-audit");
  expect(at.warnings()).toBe("");
});

test("a flag that npm does not know is refused by name", async () => {
  await expect(check("--unheard-of=1")).rejects.toMatchObject({
    code: "EUNKNOWNCONFIG",
    message: expect.stringContaining("--unheard-of") as string,
  });
});

test("of a misspelt flag the one that was meant is told", async () => {
  await expect(check("--omitt=dev")).rejects.toMatchObject({ hint: "Did you mean --omit?" });
});

test("a setting of an npmrc that npm does not know is a warning, and refused with strict-npmrc", async () => {
  await at.write(".npmrc", "no-such-setting=1\n");
  await check();
  expect(at.warnings()).toContain("no-such-setting");
  await expect(check("--strict-npmrc")).rejects.toMatchObject({ code: "EUNKNOWNCONFIG" });
});

test("another Node than the project asks for is refused; with --force it is a warning", async () => {
  const devEngines = { runtime: { name: "node", version: ">=999", onFail: "error" } };
  await at.write("package.json", JSON.stringify({ name: "app", version: "1.0.0", devEngines }));
  await expect(check()).rejects.toMatchObject({ code: "EBADDEVENGINES" });
  await check("--force");
  expect(at.warnings()).toContain("EBADDEVENGINES");
});

test.each([
  ["user", ".npmrc", {}],
  ["global", "npmrc", {}],
  ["env", undefined, { npm_config_extension_file: "hooks.mjs" }],
] as const)(
  "a program for the engine that the %s settings name is refused, as npm refuses it",
  async (where, file, env) => {
    if (file !== undefined) await writeFile(join(at.home, file), "extension-file=hooks.mjs\n");
    await expect(checkNpmUse(await at.load([], "install", at.folder, env))).rejects.toMatchObject({
      code: "ENPMEXTENSIONCONFIG",
      message: expect.stringContaining(`not from ${where} config`) as string,
    });
  },
);

test("the project and the command line may name one, over any other setting", async () => {
  await writeFile(join(at.home, ".npmrc"), "extension-file=hooks.mjs\n");
  await check("--extension-file=hooks.mjs");
  await at.write(".npmrc", "extension-file=hooks.mjs\n");
  await check();
  expect(at.warnings()).toBe("");
});
