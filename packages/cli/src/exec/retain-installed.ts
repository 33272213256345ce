import type { OpenDomain } from "@headwater/domain";
import { type RegistryVersionsOptions, openNpmCache, registryVersions } from "@headwater/formats";
import type { RetainInstallReport } from "@headwater/resolver";
import { readInstalled } from "../installed/read-installed.ts";
import type { Progress } from "../print/progress.ts";
import type { ClientCall } from "./client-call.ts";
import type { Environment } from "./environment.ts";

export interface RetainInstalledOptions extends RegistryVersionsOptions {
  readonly domain: OpenDomain;
  readonly repository: string;
  readonly call: ClientCall;
  /** Which of what the client leaves behind is retained. */
  readonly mode: "installed" | "lockfile";
  readonly env: Environment;
  /** npm's cache, whose bytes spare a fetch. */
  readonly npmCache: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface RetainedInstall {
  readonly report: RetainInstallReport;
  /** `name@version` of what came from registries that are none of the domain's. */
  readonly foreign: readonly string[];
}

/**
 * Retains in the repository what lies installed where the client ran; `undefined` when nothing does.
 * Proven in test/commands/exec.test.ts
 *
 * @throws CONFIGURATION_INVALID
 */
export async function retainInstalled(options: RetainInstalledOptions): Promise<RetainedInstall | undefined> {
  const { domain, repository, call, mode, env, npmCache, progress, signal } = options;
  const { versions, foreign } = registryVersions(await readInstalled(call, mode, env), options);
  if (versions.length === 0) return undefined;
  try {
    const report = await domain.resolver.retainInstall(repository, versions, {
      cachedAsset: openNpmCache(npmCache).read,
      onProgress: (done, total) => progress.update(done, total),
      signal,
    });
    return { report, foreign };
  } finally {
    progress.stop();
  }
}
