import { expect, test } from "vitest";
import { projectFolder } from "../../src/engine/project-folder.ts";

const called = { pid: 42, cwd: "/projects/app" };

test("a project's configuration is looked for from its own folder, also where yarn --cwd called it", () => {
  expect(projectFolder("/projects/other", called)).toBe("/projects/other");
  expect(projectFolder("/temporary/xfs-1/dlx-41", called)).toBe("/temporary/xfs-1/dlx-41");
});

test("what yarn dlx made for the time of a command has the domain of where that was called", () => {
  expect(projectFolder("/temporary/xfs-1/dlx-42", called)).toBe("/projects/app");
});
