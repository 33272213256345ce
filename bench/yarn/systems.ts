/** The systems that a Yarn install can go through. Each serves the same bytes, and is warm when it has started. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Duration } from "../measure/duration.ts";
import type { StaticRegistry } from "../registry/static-registry.ts";
import { startVerdaccio } from "../registry/verdaccio.ts";
import type { InstallCase, YarnInstall } from "./install-run.ts";
import { importPlugin } from "./yarn-project.ts";
import { registryVariables } from "./yarn.ts";

export type System = {
  readonly name: string;
  /** Installs once; see `YarnInstall`. */
  readonly install: (installCase: InstallCase) => Promise<Duration>;
  /** Called before each measured run, outside its time. */
  readonly keepWarm: (installCase: InstallCase) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SystemContext = {
  readonly registry: StaticRegistry;
  /** A folder of the system's own. */
  readonly folder: string;
  readonly plugin: string;
  readonly progress: (text: string) => void;
  readonly prepareInstall: () => Promise<YarnInstall>;
};

export const systemNames = ["static", "verdaccio", "headwater"] as const;

export type SystemName = (typeof systemNames)[number];

const nothing = async (): Promise<void> => undefined;

/** Both ways of installing, so that everything which either asks for is stored. */
const fill = async (install: System["install"]): Promise<void> => {
  await install("without a lockfile");
  await install("with a lockfile");
};

const startStatic = async ({ registry, prepareInstall }: SystemContext): Promise<System> => {
  const project = await prepareInstall();
  const env = registryVariables(registry.url);
  return { name: "static", install: (installCase) => project.run(installCase, env), keepWarm: nothing, close: nothing };
};

const startWarmVerdaccio = async ({ registry, folder, prepareInstall }: SystemContext): Promise<System> => {
  const project = await prepareInstall();
  const filling = await startVerdaccio({ folder, uplink: registry.url });
  try {
    await fill((installCase) => project.run(installCase, registryVariables(filling.url)));
  } finally {
    await filling.close();
  }
  const warm = await startVerdaccio({ folder });
  const env = registryVariables(warm.url);
  return {
    name: "verdaccio",
    install: (installCase) => project.run(installCase, env),
    keepWarm: nothing,
    close: warm.close,
  };
};

/** A registry that nobody can reach: what the plugin does not answer fails the install. */
const unreachable = registryVariables("https://npm.example.com");

/** Headwater asks again for metadata that is older than five minutes. */
const freshness = 300_000;

/** More than an install takes. */
const oneInstall = 100_000;

const headwaterConfiguration = (folder: string, registry: string): string => `domain: bench
store:
  references: "sqlite:${join(folder, "store", "references.sqlite")}"
encryption:
  key: "file:${join(folder, "key")}"
externalConnections:
  "public:npmjs": { url: "${registry}" }
repositories:
  team: { upstreams: [shared] }
  shared: { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
`;

const startWarmHeadwater = async (context: SystemContext): Promise<System> => {
  const { registry, folder, plugin, progress, prepareInstall } = context;
  await mkdir(folder, { recursive: true });
  const project = await prepareInstall();
  await writeFile(join(project.template, "headwater.yml"), headwaterConfiguration(folder, registry.url));
  await importPlugin(project.template, plugin, join(folder, "home"));
  const install: System["install"] = (installCase) => project.run(installCase, unreachable);
  const asked = await registry.requests();
  let filled = { from: Date.now(), to: Date.now() };
  await fill(install);
  filled.to = Date.now();
  if ((await registry.requests()) === asked) throw new Error("The plugin installed without filling its domain.");
  return {
    name: "headwater",
    install: async (installCase) => {
      const before = await registry.requests();
      const duration = await install(installCase);
      const requests = (await registry.requests()) - before;
      if (requests > 0) progress(`headwater asked the registry ${requests} times`);
      return duration;
    },
    keepWarm: async (installCase) => {
      // A lockfile asks for no metadata.
      if (installCase === "with a lockfile" || Date.now() < filled.from + freshness - oneInstall) return;
      // Only what is no longer fresh is asked for again.
      await wait(Math.max(0, filled.to + freshness - Date.now()));
      const from = Date.now();
      await install(installCase);
      filled = { from, to: Date.now() };
    },
    close: nothing,
  };
};

export const startSystem: Readonly<Record<SystemName, (context: SystemContext) => Promise<System>>> = {
  static: startStatic,
  verdaccio: startWarmVerdaccio,
  headwater: startWarmHeadwater,
};
