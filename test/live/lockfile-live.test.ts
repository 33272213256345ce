import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";
import { copyProject } from "../kit/golden-lockfile.ts";
import { createHeadwaterProject } from "../kit/headwater-project.ts";
import { lockfileClients } from "../kit/polluted-lockfile.ts";
import { runClient } from "../kit/run-client.ts";
import { lockfileName } from "../kit/test-client.ts";
import { isPublicRegistryReachable } from "./public-registry-reachable.ts";

vi.setConfig({ testTimeout: 180_000 });

const reachable = await isPublicRegistryReachable();

/** All of them take a minute and a half: `HEADWATER_DRILL=full npm test -- test/live` has them, each `npm test` the first two. What they write is held to golden lockfiles anyway. */
const clients = lockfileClients.slice(0, drillRounds(2, Number.POSITIVE_INFINITY));

describe.skipIf(!reachable)("against the public registry itself", () => {
  test.each(clients)(
    "%s writes the same lockfile through exec as directly, and the domain then holds what it installed",
    async (client) => {
      const project = await createHeadwaterProject({ configuration: "retain: requested\n" });
      try {
        const direct = join(project.root, "direct");
        await mkdir(direct);
        await copyProject("express", direct);
        await copyProject("express", project.folder);
        const alone = await runClient({
          client,
          args: ["install"],
          cwd: direct,
          home: join(project.root, "other-home"),
          timeout: 150_000,
        });
        expect(alone.code, alone.stderr).toBe(0);
        const through = await project.exec(client, ["install"]);
        expect(through.code, through.stderr).toBe(0);
        const file = lockfileName(client);
        expect(await readFile(join(project.folder, file), "utf8")).toBe(await readFile(join(direct, file), "utf8"));
        expect((await project.held("team")).length).toBeGreaterThanOrEqual(70);
      } finally {
        await project.close();
      }
    },
  );
});
