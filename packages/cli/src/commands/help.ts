import { Command } from "clipanion";
import type { CommandContext } from "../command-context.ts";
import { listByCategory, moreAbout } from "../print/command-list.ts";

/** `headwater` and `headwater --help`: every command with one line. What a command takes, `headwater COMMAND --help` tells. */
export class Help extends Command<CommandContext> {
  static override readonly paths = [Command.Default, ["-h"], ["--help"], ["help"]];

  override async execute(): Promise<number> {
    const { binaryLabel, binaryVersion } = this.cli;
    const list = listByCategory(this.cli);
    this.context.stdout.write(`${binaryLabel} (${binaryVersion})\n\n${list}\n${moreAbout(this.cli)}`);
    return 0;
  }
}
