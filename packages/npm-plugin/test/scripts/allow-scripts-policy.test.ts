import { afterEach, beforeEach, expect, test } from "vitest";
import { allowScriptsPolicy } from "../../src/scripts/allow-scripts-policy.ts";
import { type SettingsFolder, createSettingsFolder } from "../settings/settings-folder.ts";

let at: SettingsFolder;
beforeEach(async () => {
  at = await createSettingsFolder();
});
afterEach(() => at.close());
const policy = async (...args: string[]) => allowScriptsPolicy(await at.load(args));
const manifest = (allowScripts: object) => at.write("package.json", JSON.stringify({ name: "app", allowScripts }));

test("when nobody says anything there is no policy", async () => {
  expect(await policy()).toBeNull();
});

test("package.json counts alone, and the npmrc that it hides is named", async () => {
  await manifest({ lib: true, "base@1.0.0 || 1.0.1": false });
  await at.write(".npmrc", "allow-scripts=other\n");
  expect(await policy()).toEqual({ lib: true, "base@1.0.0 || 1.0.1": false });
  expect(at.warnings()).toContain("allowScripts of .npmrc is ignored");
});

test("the npmrc counts when package.json says nothing", async () => {
  await at.write(".npmrc", "allow-scripts=lib,base\n");
  expect(await policy()).toEqual({ lib: true, base: true });
});

test("ranges and tags allow nothing, and are told", async () => {
  await manifest({ "lib@^1.0.0": true, "base@latest": true, "@acme/tool": true });
  expect(await policy()).toEqual({ "@acme/tool": true });
  const warned = at.warnings();
  expect(warned).toContain("lib@^1.0.0");
  expect(warned).toContain("base@latest");
});

test("the flag is refused in a project and counts for a global install", async () => {
  await expect(policy("--allow-scripts=lib")).rejects.toMatchObject({ code: "EALLOWSCRIPTS" });
  await manifest({ other: true });
  expect(await policy("--global", "--allow-scripts=lib")).toEqual({ lib: true });
});
