/** The plugin as Yarn loads it with every command: small, because all but the hooks' first lines is in the engine. */
import { type Hooks, type Plugin, YarnVersion } from "@yarnpkg/core";
import { Headwater } from "./headwater-command.ts";
import { createHooks } from "./hooks.ts";
import { unmetRequirement } from "./requirements.ts";
import { createUnmetHooks } from "./unmet-hooks.ts";

const unmet = unmetRequirement({ node: process.versions.node, yarn: YarnVersion });

// Never throws: a plugin that does cannot even be removed by Yarn. The command needs Yarn 4's clipanion.
const plugin: Plugin<Hooks> =
  unmet === undefined ? { hooks: createHooks(), commands: [Headwater] } : { hooks: createUnmetHooks(unmet) };

export default plugin;
