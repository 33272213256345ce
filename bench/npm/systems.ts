/** The systems that an npm install can go through. Each serves the same bytes, and is warm when it has started. */
import { join } from "node:path";
import type { ClientCommand } from "../../test/kit/test-client.ts";
import { fill, nothing, type System } from "../install/system.ts";
import { unreachableRegistry } from "../install/unreachable-registry.ts";
import { startWarmDomain, writeDomain } from "../install/warm-domain.ts";
import { startWarmVerdaccio } from "../install/warm-verdaccio.ts";
import type { StaticRegistry } from "../registry/static-registry.ts";
import { npmProgram } from "./commands.ts";
import type { NpmInstall } from "./install-run.ts";

export type SystemContext = {
  readonly registry: StaticRegistry;
  /** How many tarballs an install with a lockfile needs. */
  readonly tarballs: () => number;
  /** A folder of the system's own. */
  readonly folder: string;
  readonly headwater: ClientCommand;
  readonly progress: (text: string) => void;
  readonly prepareInstall: () => Promise<NpmInstall>;
};

export const systemNames = ["static", "control", "cached", "verdaccio", "headwater"] as const;

export type SystemName = (typeof systemNames)[number];

/** npm alone, with an empty cache. */
const startStatic =
  (name: SystemName) =>
  async ({ registry, tarballs, prepareInstall }: SystemContext): Promise<System> => {
    const project = await prepareInstall();
    const install: System["install"] = async (installCase) => {
      const before = await registry.requests();
      const duration = await project.run(installCase, { program: npmProgram(), registry: registry.url });
      const requests = (await registry.requests()) - before;
      if (requests < tarballs()) throw new Error(`npm's cache was not empty: it asked for ${requests} files only.`);
      return duration;
    };
    await fill(install);
    return { name, install, keepWarm: nothing, close: nothing };
  };

/** npm alone, with a cache that earlier installs have filled. */
const startCached = async ({ registry, tarballs, folder, prepareInstall }: SystemContext): Promise<System> => {
  const project = await prepareInstall();
  const way = { program: npmProgram(), registry: registry.url, cache: join(folder, "cache") };
  const install: System["install"] = (installCase) => project.run(installCase, way);
  await fill(install);
  return {
    name: "cached",
    install: async (installCase) => {
      const before = await registry.requests();
      const duration = await install(installCase);
      const requests = (await registry.requests()) - before;
      // A tarball at two places npm may ask for once more, at times.
      if (installCase === "with a lockfile" && requests > tarballs() / 20) {
        throw new Error(`npm's cache was not warm: it asked for ${requests} files.`);
      }
      return duration;
    },
    keepWarm: nothing,
    close: nothing,
  };
};

const startVerdaccio = async ({ registry, folder, prepareInstall }: SystemContext): Promise<System> => {
  const project = await prepareInstall();
  const installFrom =
    (url: string): System["install"] =>
    (installCase) =>
      project.run(installCase, { program: npmProgram(), registry: url });
  const { url, close } = await startWarmVerdaccio({ folder, registry, installFrom });
  return { name: "verdaccio", install: installFrom(url), keepWarm: nothing, close };
};

const startHeadwater = async (context: SystemContext): Promise<System> => {
  const { registry, folder, headwater, progress, prepareInstall } = context;
  const project = await prepareInstall();
  await writeDomain(project.template, folder, registry);
  const way = { program: headwater, registry: unreachableRegistry };
  const warm = await startWarmDomain({
    registry,
    install: (installCase) => project.run(installCase, way),
    onRequests: (installCase, requests) => {
      const text = `headwater asked the registry ${requests} times`;
      if (installCase === "with a lockfile") throw new Error(`${text}: its domain was not warm.`);
      progress(text);
    },
  });
  return { name: "headwater", ...warm, close: nothing };
};

export const startSystem: Readonly<Record<SystemName, (context: SystemContext) => Promise<System>>> = {
  static: startStatic("static"),
  control: startStatic("control"),
  cached: startCached,
  verdaccio: startVerdaccio,
  headwater: startHeadwater,
};
