import { type CommandContext, Configuration } from "@yarnpkg/core";
import { runCommandLine } from "headwater";
import type { EngineHost } from "./engine.ts";
import { YARN_COMMAND } from "./in-yarn.ts";
import { yarnNetwork } from "./yarn-network.ts";

/** @see Engine.runCommand */
export async function runCommand(
  { ownRequests }: EngineHost,
  words: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { cwd, env, stdin, stdout, stderr, colorDepth, plugins } = context;
  const configuration = await Configuration.find(cwd, plugins, { strict: false });
  const network = yarnNetwork(configuration, ownRequests);
  const installCommand = "yarn install";
  return runCommandLine(
    words,
    { cwd, env, stdin, stdout, stderr, colorDepth, network, installCommand },
    { binaryName: YARN_COMMAND },
  );
}
