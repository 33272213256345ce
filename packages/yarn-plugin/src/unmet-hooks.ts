import type { Hooks } from "@yarnpkg/core";
import { MessageName, ReportError } from "@yarnpkg/core";
import { claimOf, claimedRegistries } from "./claims.ts";
import { registrySettings } from "./settings/registries.ts";
import { isSwitchedOff } from "./settings/switched-off.ts";

/**
 * The hooks where the plugin cannot work: an install says why and ends; Yarn's other commands stay as they are. Thrown, not
 * reported: Yarn 2 and 3 go on after what validation reports. Proven also in test/yarn/faults/older-yarn.test.ts and
 * test/yarn/faults/node-versions.test.ts
 */
export const createUnmetHooks = (reason: string): Hooks => ({
  validateProject: () => {
    if (!isSwitchedOff()) throw unmet(reason);
  },
  wrapNetworkRequest: async (executor, { target, configuration }) => {
    if (isSwitchedOff()) return executor;
    if (claimOf(String(target), claimedRegistries(registrySettings(configuration))) === undefined) return executor;
    return async () => {
      throw unmet(reason);
    };
  },
});

const unmet = (reason: string): ReportError => new ReportError(MessageName.UNNAMED, `RUNTIME_UNSUPPORTED: ${reason}`);
