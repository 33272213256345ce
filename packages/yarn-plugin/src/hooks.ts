import type { Hooks } from "@yarnpkg/core";
import { claimOf, claimedRegistries, isTarballUrl } from "./claims.ts";
import { isOwnRequest, loadEngine, loadedEngine } from "./load-engine.ts";
import { registrySettings } from "./settings/registries.ts";
import { isSwitchedOff } from "./settings/switched-off.ts";

/* oxlint-disable typescript/no-misused-promises -- Yarn awaits every hook, whatever its types say */

/**
 * What the plugin hooks into. The engine is loaded by the first request or install, never by any other command.
 * Proven in test/yarn/install.test.ts
 */
export const createHooks = (): Hooks => ({
  /** Answered in process by the domain: the executor, and with it every socket, is left out. */
  async wrapNetworkRequest(executor, request) {
    const { target, configuration, headers } = request;
    if (isSwitchedOff() || isOwnRequest(headers)) return executor;
    const url = String(target);
    const registries = claimedRegistries(registrySettings(configuration));
    if (claimOf(url, registries) === undefined && !isTarballUrl(url)) return executor;
    return async () => (await loadEngine().answer({ ...request, url, registries })) ?? (await executor());
  },

  /** Before anything is resolved: what the lockfile holds and the domain refuses. */
  async validateProject(project, report) {
    if (!isSwitchedOff()) await loadEngine().refuseLocked(project, report);
  },

  /** Before the first script runs: what was resolved anew. */
  async globalHashGeneration(project) {
    if (!isSwitchedOff()) await loadEngine().refuseResolved(project);
  },

  /** Install scripts are not for the eyes that may see the domain's secrets. */
  async setupScriptEnvironment(project, env) {
    await loadedEngine()?.hideSecrets(project, env);
  },

  async afterAllInstalled(project, options) {
    if (!isSwitchedOff()) await loadEngine().retainInstalled(project, options);
  },
});
