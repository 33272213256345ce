import type { Hooks } from "@yarnpkg/core";
import { MessageName, ReportError } from "@yarnpkg/core";
import { claimedRegistries, claimingRegistry } from "./claims.ts";
import { registrySettings } from "./settings/registries.ts";
import { isSwitchedOff } from "./settings/switched-off.ts";

/** The hooks where the plugin cannot work: an install says why and ends; Yarn's other commands stay as they are. */
export const createUnmetHooks = (reason: string): Hooks => ({
  validateProject: (_project, report) => {
    if (!isSwitchedOff()) report.reportError(MessageName.UNNAMED, `RUNTIME_UNSUPPORTED: ${reason}`);
  },
  wrapNetworkRequest: async (executor, { target, configuration }) => {
    if (isSwitchedOff()) return executor;
    const registry = claimingRegistry(String(target), claimedRegistries(registrySettings(configuration)));
    if (registry === undefined) return executor;
    return async () => {
      throw new ReportError(MessageName.UNNAMED, `RUNTIME_UNSUPPORTED: ${reason}`);
    };
  },
});
