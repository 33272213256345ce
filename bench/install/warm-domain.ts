/** A domain of Headwater's that need not ask a registry, and stays so while it is measured. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { StaticRegistry } from "../registry/static-registry.ts";
import { fill, type InstallCase, type System } from "./system.ts";

/** Headwater asks again for metadata that is older than five minutes. */
const freshness = 300_000;

/** More than an install takes. */
const oneInstall = 100_000;

/** Writes a `headwater.yml` into `project`: team -> shared -> npm-store, kept in `folder`. */
export const writeDomain = async (project: string, folder: string, registry: StaticRegistry): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(project, "headwater.yml"), headwaterConfiguration(folder, registry.url));
};

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

export type WarmDomainOptions = {
  readonly registry: StaticRegistry;
  /** Installs through the domain. */
  readonly install: System["install"];
  /** Told when an install asked the registry for something. May throw. */
  readonly onRequests: (installCase: InstallCase, requests: number) => void;
};

/** Fills the domain by an install of each case. @throws when that asked the registry for nothing */
export const startWarmDomain = async ({
  registry,
  install,
  onRequests,
}: WarmDomainOptions): Promise<Pick<System, "install" | "keepWarm">> => {
  const asked = await registry.requests();
  let filled = { from: Date.now(), to: Date.now() };
  await fill(install);
  filled.to = Date.now();
  if ((await registry.requests()) === asked) throw new Error("Headwater installed without filling its domain.");
  return {
    install: async (installCase) => {
      const before = await registry.requests();
      const duration = await install(installCase);
      const requests = (await registry.requests()) - before;
      if (requests > 0) onRequests(installCase, requests);
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
  };
};
