import { expect, test } from "vitest";
import { projectFolder } from "../../src/engine/project-folder.ts";

const called = { pid: 42, cwd: "/work/app" };

test("a project's configuration is looked for from its own folder, also where yarn --cwd called it", () => {
  expect(projectFolder("/work/other", called)).toBe("/work/other");
  expect(projectFolder("/tmp/xfs-1/dlx-41", called)).toBe("/tmp/xfs-1/dlx-41");
});

test("what yarn dlx made for the time of a command has the domain of where that was called", () => {
  expect(projectFolder("/tmp/xfs-1/dlx-42", called)).toBe("/work/app");
});
