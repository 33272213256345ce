import type { CommandContext } from "@yarnpkg/core";
import { Command, Option } from "clipanion";
import { loadEngine } from "./load-engine.ts";

/** `yarn headwater …`: the command line's own verbs, by the command line itself. */
export class Headwater extends Command<CommandContext> {
  static override readonly paths = [["headwater"]];
  static override readonly usage = Command.Usage({
    category: "Headwater",
    description: "see and change the domain that this project installs through",
    details:
      "Every verb of Headwater's command line, with its options. `yarn headwater help` lists them; `yarn headwater VERB --help` explains one.",
    examples: [
      ["What is held of a package, and where", "$0 headwater list-package-versions --package express"],
      ["Why a version was chosen", "$0 headwater explain express"],
    ],
  });

  readonly words = Option.Proxy();

  override async execute(): Promise<number> {
    return loadEngine().runCommand(this.words, this.context);
  }
}
