import type { StaticRegistry } from "../registry/static-registry.ts";
import { startVerdaccio, type Verdaccio } from "../registry/verdaccio.ts";
import { fill, type System } from "./system.ts";

export type WarmVerdaccioOptions = {
  readonly folder: string;
  readonly registry: StaticRegistry;
  /** Installs through the registry at the URL. */
  readonly installFrom: (url: string) => System["install"];
};

/** Verdaccio that holds what an install of each case asked for, and asks nobody. */
export const startWarmVerdaccio = async (options: WarmVerdaccioOptions): Promise<Verdaccio> => {
  const { folder, registry, installFrom } = options;
  const filling = await startVerdaccio({ folder, uplink: registry.url });
  try {
    await fill(installFrom(filling.url));
  } finally {
    await filling.close();
  }
  return startVerdaccio({ folder });
};
