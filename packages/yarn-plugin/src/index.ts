/** The plugin as Yarn loads it with every command: small, because all but the hooks' first lines is in the engine. */
import { type Hooks, type Plugin, YarnVersion } from "@yarnpkg/core";
import { Headwater } from "./headwater-command.ts";
import { createHooks } from "./hooks.ts";
import { unmetRequirement } from "./requirements.ts";
import { createUnmetCommand } from "./unmet-command.ts";
import { createUnmetHooks } from "./unmet-hooks.ts";

const unmet = unmetRequirement({ node: process.versions.node, yarn: YarnVersion });

/** Yarn 2 declares its commands in another way. */
const takesCommands = YarnVersion?.startsWith("2.") !== true;

// Never throws: a plugin that does cannot even be removed by Yarn.
const plugin: Plugin<Hooks> =
  unmet === undefined
    ? { hooks: createHooks(), commands: [Headwater] }
    : { hooks: createUnmetHooks(unmet), commands: takesCommands ? [createUnmetCommand(unmet)] : [] };

export default plugin;
