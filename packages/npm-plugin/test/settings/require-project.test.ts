import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { requireProject } from "../../src/settings/require-project.ts";
import { type SettingsFolder, createSettingsFolder } from "./settings-folder.ts";

let at: SettingsFolder;
beforeEach(async () => {
  at = await createSettingsFolder();
});
afterEach(() => at.close());

test.each(["install", "ci", "update", "uninstall", "dedupe", "prune"] as const)(
  "%s of a project that is none is refused with what to do; with a package.json it goes on",
  async (command) => {
    const words = command === "uninstall" ? ["lib"] : [];
    requireProject(command, await at.load(words, command));
    await rm(join(at.folder, "package.json"));
    const settings = await at.load(words, command);
    expect(() => requireProject(command, settings)).toThrow(
      expect.objectContaining({
        code: "ENOENT",
        message: `There is no package.json in ${at.folder}, nor above it.`,
        hint: "Go to the project's folder, or make one with npm init.",
      }),
    );
  },
);

test("what npm makes a project for, what it installs globally and what it only looks at need none", async () => {
  await rm(join(at.folder, "package.json"));
  for (const [command, ...words] of [["install", "lib"], ["uninstall", "--global", "lib"], ["ls"]] as const) {
    const settings = await at.load(words, command);
    expect(() => requireProject(command, settings), command).not.toThrow();
  }
});
