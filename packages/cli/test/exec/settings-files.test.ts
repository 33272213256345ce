import { join } from "node:path";
import { expect, test } from "vitest";
import { foldersUpward, readNpmrcFiles, userNpmrcPath } from "../../src/exec/settings-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("folders are listed from the nearest to the root", () => {
  expect(foldersUpward("/a/b")).toEqual(["/a/b", "/a", "/"]);
});

test("npmrc files are read the strongest first: the project's, the user's, the global one", async () => {
  await using root = await temporaryFolder({
    "p/sub/.npmrc": "a=1",
    "p/.npmrc": "b=2",
    "home/.npmrc": "c=3",
    "etc/npmrc": "d=4",
  });
  const env = { HOME: join(root.path, "home"), npm_config_globalconfig: join(root.path, "etc", "npmrc") };
  const files = await readNpmrcFiles(join(root.path, "p", "sub"), env);
  expect(files.flatMap(({ entries }) => entries.map(({ key }) => key))).toEqual(["a", "b", "c", "d"]);
});

test("the user's npmrc is where npm_config_userconfig says, else in the home", () => {
  expect(userNpmrcPath({ HOME: "/home/me", NPM_CONFIG_USERCONFIG: "/etc/mine" })).toBe("/etc/mine");
  expect(userNpmrcPath({ HOME: "/home/me" })).toBe(join("/home/me", ".npmrc"));
});
