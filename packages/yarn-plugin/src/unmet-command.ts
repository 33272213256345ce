import type { CommandContext } from "@yarnpkg/core";
import { Command, Option } from "clipanion";

/** As the command line has it for RUNTIME_UNSUPPORTED. */
const EXIT_CODE = 5;

/** `yarn headwater …` where the plugin cannot work. For Yarn 3 and newer: Yarn 2 declares its commands otherwise. */
export const createUnmetCommand = (
  reason: string,
): (new () => Command<CommandContext>) & typeof Command<CommandContext> =>
  class UnmetHeadwater extends Command<CommandContext> {
    static override readonly paths = [["headwater"]];

    readonly words = Option.Proxy();

    override async execute(): Promise<number> {
      this.context.stderr.write(`error RUNTIME_UNSUPPORTED: ${reason}\n`);
      return EXIT_CODE;
    }
  };
