import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NPM_VERSION } from "../../src/settings/npm-version.ts";
import { type SettingsFolder, createSettingsFolder } from "./settings-folder.ts";

let at: SettingsFolder;
beforeEach(async () => {
  at = await createSettingsFolder();
});
afterEach(() => at.close());

test("flags count before the project's npmrc, and operands are what is left", async () => {
  await at.write(".npmrc", "registry=https://npm.example.com/\nomit[]=dev\n");
  const settings = await at.load(["lib@1", "--registry=https://other.example.com/", "--", "--base"]);
  expect(settings.operands).toEqual(["lib@1", "--base"]);
  expect(settings.flat).toMatchObject({ registry: "https://other.example.com/", omit: ["dev"] });
});

test("the project is the nearest folder with a manifest", async () => {
  await at.write("src/deep/file.txt", "");
  const settings = await at.load([], "install", join(at.folder, "src", "deep"));
  expect(settings).toMatchObject({ localPrefix: at.folder, path: at.folder, global: false });
});

test("--global works in the folder above the global node_modules", async () => {
  const settings = await at.load(["--global"]);
  expect(settings.global).toBe(true);
  expect(settings.path).not.toBe(at.folder);
  expect(settings.localPrefix).toBe(at.folder);
});

test("the engine names itself, whichever npm lies on PATH", async () => {
  const { config, flat } = await at.load();
  expect(config.env["npm_config_npm_version"]).toBe(NPM_VERSION);
  expect(String(flat["userAgent"])).toContain(`npm/${NPM_VERSION} `);
  expect(config.env["npm_command"]).toBe("install");
});
