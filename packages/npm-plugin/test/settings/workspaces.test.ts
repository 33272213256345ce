import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { selectedWorkspaces, workspaceFolders } from "../../src/settings/workspaces.ts";
import { type SettingsFolder, createSettingsFolder } from "./settings-folder.ts";

let at: SettingsFolder;
beforeEach(async () => {
  at = await createSettingsFolder({ name: "app", workspaces: ["packages/*", "tools/*"] });
  for (const [folder, name] of [
    ["packages/one", "one"],
    ["packages/two", "@acme/two"],
    ["tools/three", "three"],
  ])
    await at.write(`${folder}/package.json`, JSON.stringify({ name, version: "1.0.0" }));
});
afterEach(() => at.close());

const selected = async (...args: string[]) => selectedWorkspaces(await at.load(args), at.folder);

test("without a flag a command is not limited", async () => {
  expect(await selected()).toEqual([]);
});

test("workspaces are named by name, by folder, or by the folder above them", async () => {
  expect(await selected("--workspace=@acme/two")).toEqual(["@acme/two"]);
  expect(await selected("-w", "./packages/one")).toEqual(["one"]);
  expect((await selected("--workspace=packages/")).toSorted()).toEqual(["@acme/two", "one"]);
  expect((await selected("-w", join(at.folder, "packages"))).toSorted()).toEqual(["@acme/two", "one"]);
  expect(await selected("-w", join(at.folder, "tools", "three"))).toEqual(["three"]);
  expect((await selected("--workspaces")).toSorted()).toEqual(["@acme/two", "one", "three"]);
});

test("a folder that is none of the project's names none of its workspaces", async () => {
  await expect(selected("-w", join(at.home, "packages"))).rejects.toMatchObject({ code: "ENOWORKSPACES" });
});

test("inside a workspace, that workspace alone counts", async () => {
  const cwd = join(at.folder, "tools", "three");
  const settings = await at.load([], "install", cwd);
  expect(settings.localPrefix).toBe(at.folder);
  expect(await selectedWorkspaces(settings, cwd)).toEqual(["three"]);
});

test("a workspace that is not there is refused, and so are flags that exclude each other", async () => {
  await expect(selected("--workspace=four")).rejects.toMatchObject({ code: "ENOWORKSPACES" });
  await expect(selected("--workspaces=false", "--workspace=one")).rejects.toMatchObject({ code: "EUSAGE" });
  await expect(selected("--global", "--workspaces")).rejects.toMatchObject({ code: "EUSAGE" });
});

test("the folders are the project's and those of its workspaces", async () => {
  const folders = await workspaceFolders(at.folder);
  const below = ["packages/one", "packages/two", "tools/three"].map((each) => join(at.folder, each));
  expect(folders.toSorted()).toEqual([at.folder, ...below]);
});
