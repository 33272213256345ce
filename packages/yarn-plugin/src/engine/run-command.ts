import { loadConfiguration, repositoryOfSetting } from "@headwater/domain";
import { isHeadwaterError } from "@headwater/resolver";
import { type CommandContext, Configuration } from "@yarnpkg/core";
import { runCommandLine } from "headwater";
import { registrySettings } from "../settings/registries.ts";
import type { EngineHost } from "./engine.ts";
import { YARN_COMMAND } from "./in-yarn.ts";
import { yarnNetwork } from "./yarn-network.ts";

/** @see Engine.runCommand. Proven in test/yarn/scopes.test.ts */
export async function runCommand(
  { ownRequests }: EngineHost,
  words: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { cwd, stdin, stdout, stderr, colorDepth, plugins } = context;
  const configuration = await Configuration.find(cwd, plugins, { strict: false });
  const network = yarnNetwork(configuration, ownRequests);
  const env = await commandEnvironment(cwd, configuration);
  const installCommand = "yarn install";
  return runCommandLine(
    words,
    { cwd, env, stdin, stdout, stderr, colorDepth, network, installCommand },
    { binaryName: YARN_COMMAND },
  );
}

/** The environment as Yarn has it, its files of variables included, and the repository that the registry setting names. */
async function commandEnvironment(
  cwd: string,
  configuration: Configuration,
): Promise<Record<string, string | undefined>> {
  const env = { ...configuration.env };
  try {
    const repository = repositoryOfSetting(
      await loadConfiguration({ cwd, env }),
      registrySettings(configuration).registry,
    );
    return repository === undefined ? env : { ...env, HEADWATER_REPOSITORY: repository };
  } catch (error) {
    // The command meets the same fault, and tells it.
    if (!isHeadwaterError(error)) throw error;
    return env;
  }
}
