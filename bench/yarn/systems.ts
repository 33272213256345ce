/** The systems that a Yarn install can go through. Each serves the same bytes, and is warm when it has started. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { nothing, type System } from "../install/system.ts";
import { unreachableRegistry } from "../install/unreachable-registry.ts";
import { startWarmDomain, writeDomain } from "../install/warm-domain.ts";
import { startWarmVerdaccio } from "../install/warm-verdaccio.ts";
import type { StaticRegistry } from "../registry/static-registry.ts";
import type { YarnInstall } from "./install-run.ts";
import { importPlugin } from "./yarn-project.ts";
import { registryVariables } from "./yarn.ts";

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

const startStatic = async ({ registry, prepareInstall }: SystemContext): Promise<System> => {
  const project = await prepareInstall();
  const env = registryVariables(registry.url);
  return { name: "static", install: (installCase) => project.run(installCase, env), keepWarm: nothing, close: nothing };
};

const startVerdaccio = async ({ registry, folder, prepareInstall }: SystemContext): Promise<System> => {
  const project = await prepareInstall();
  const installFrom =
    (url: string): System["install"] =>
    (installCase) =>
      project.run(installCase, registryVariables(url));
  const { url, close } = await startWarmVerdaccio({ folder, registry, installFrom });
  return { name: "verdaccio", install: installFrom(url), keepWarm: nothing, close };
};

const startHeadwater = async (context: SystemContext): Promise<System> => {
  const { registry, folder, plugin, progress, prepareInstall } = context;
  await mkdir(folder, { recursive: true });
  const project = await prepareInstall();
  await writeDomain(project.template, folder, registry);
  await importPlugin(project.template, plugin, join(folder, "home"));
  const env = registryVariables(unreachableRegistry);
  const warm = await startWarmDomain({
    registry,
    install: (installCase) => project.run(installCase, env),
    onRequests: (_installCase, requests) => progress(`headwater asked the registry ${requests} times`),
  });
  return { name: "headwater", ...warm, close: nothing };
};

export const startSystem: Readonly<Record<SystemName, (context: SystemContext) => Promise<System>>> = {
  static: startStatic,
  verdaccio: startVerdaccio,
  headwater: startHeadwater,
};
