import { randomBytes } from "node:crypto";
import type { InstallOptions } from "@yarnpkg/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { makeYarnProject, reported } from "../yarn-project.ts";

test("scripts see no secret of ours while their project is being installed, and all that is theirs at any other time", async () => {
  const key = randomBytes(32).toString("base64");
  const made = await makeYarnProject({ env: { HEADWATER_KEY: key } });
  const project = await made.project();
  vi.stubEnv("HEADWATER_KEY", key);
  onTestFinished(() => void vi.unstubAllEnvs());
  const engine = createEngine({ ownRequests: new WeakSet() });
  const seen = async (): Promise<NodeJS.ProcessEnv> => {
    const env = { HEADWATER_KEY: key, PATH: "/bin" };
    await engine.hideSecrets(project, env);
    return env;
  };
  const all = { HEADWATER_KEY: key, PATH: "/bin" };
  expect(await seen()).toEqual(all);
  const { exitCode, lines } = await reported(made.configuration, async (report) => {
    await engine.refuseLocked(project, report);
    expect(await seen()).toEqual({ PATH: "/bin" });
    // Of what builds a git dependency Yarn asks no hook: its scripts have the environment of the process.
    expect(process.env["HEADWATER_KEY"]).toBeUndefined();
    await engine.retainInstalled(project, { report } as InstallOptions);
  });
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
  expect(await seen()).toEqual(all);
  expect(process.env["HEADWATER_KEY"]).toBe(key);
});
