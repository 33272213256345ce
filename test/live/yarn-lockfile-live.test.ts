import { existsSync } from "node:fs";
import { cp, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { createYarnProject, lockedVersions, type YarnProject } from "../kit/yarn-project.ts";
import { isPublicRegistryReachable } from "./public-registry-reachable.ts";

vi.setConfig({ testTimeout: 600_000 });

const workspace = fileURLToPath(new URL("../../", import.meta.url));

/** Some 700 packages each. All of them take minutes: `HEADWATER_DRILL=full npm test -- test/live` has them and every mode, each `npm test` the first with two. */
const projects = ["examples/yarn-monorepo", "test/fixtures/projects/service", "test/fixtures/projects/website"]
  .map((path) => join(workspace, path))
  .filter((folder) => existsSync(folder))
  .slice(0, drillRounds(1, Number.POSITIVE_INFINITY));

/** What belongs to one checkout of a project rather than to the project. */
const left =
  /(^|\/)(node_modules|dist|\.headwater|\.pnp\.(cjs|loader\.mjs)|\.yarnrc\.yml|yarn\.lock|\.yarn\/(?!patches)[^/]+)$/;

/** A fresh copy of a project's sources, in which Yarn has not run yet. */
async function createCopy(folder: string, beside?: YarnProject): Promise<YarnProject> {
  const options = { withNetwork: true, withPlugin: false };
  const project = await createYarnProject(beside === undefined ? options : { ...options, beside });
  await cp(folder, project.folder, { recursive: true, filter: (path) => !left.test(path.slice(folder.length)) });
  return project;
}

/** A copy with the plugin, in which Yarn may not ask its registry by itself. The caches are those of Yarn alone. */
async function createCopyThroughDomain(folder: string, alone: YarnProject): Promise<YarnProject> {
  const project = await createCopy(folder, alone);
  const server = await project.yarnSucceeds(["config", "get", "npmRegistryServer"]);
  const { host } = new URL(server.trim());
  await project.write({ ".yarnrc.yml": `networkSettings:\n  "${host}": { enableNetwork: false }\n` });
  await project.importPlugin();
  // Archives need not come twice: that they do come through the domain, test/yarn proves without a network.
  await project.configure("retain: requested\n");
  return project;
}

const lockfileOf = ({ folder }: YarnProject) => readFile(join(folder, "yarn.lock"), "utf8");

const lockedRuns = (
  [
    ["--immutable", ["--immutable"], {}],
    ["hardened mode", ["--immutable"], { YARN_ENABLE_HARDENED_MODE: "1" }],
    ["--check-resolutions", ["--immutable", "--check-resolutions"], {}],
    ["--refresh-lockfile", ["--refresh-lockfile"], {}],
  ] as const
).slice(0, drillRounds(2, Number.POSITIVE_INFINITY));

describe.skipIf(!(await isPublicRegistryReachable()))("against the public registry itself", () => {
  test.each(projects.map((folder) => [basename(folder), folder] as const))(
    "Yarn writes the same lockfile for %s with the plugin as without, and leaves it as it is",
    async (_name, folder) => {
      const alone = await createCopy(folder);
      const through = await createCopyThroughDomain(folder, alone);
      try {
        await alone.yarnSucceeds(["install"]);
        await through.yarnSucceeds(["install"]);
        const written = await lockfileOf(through);
        if (written !== (await lockfileOf(alone))) {
          // A version that came out in between makes a difference that goes away when Yarn alone looks again.
          await rm(join(alone.folder, "yarn.lock"));
          await alone.yarnSucceeds(["install"]);
        }
        expect(written).toBe(await lockfileOf(alone));
        expect((await lockedVersions(through.folder)).length).toBeGreaterThan(500);
        for (const [mode, args, env] of lockedRuns) {
          await through.yarnSucceeds(["install", ...args], { env });
          expect(await lockfileOf(through), mode).toBe(written);
        }
      } finally {
        await through.close();
        await alone.close();
      }
    },
  );
});
