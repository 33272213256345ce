import { Command } from "clipanion";
import type { CommandContext } from "../command-context.ts";
import { alignColumns } from "../print/columns.ts";

/** In the order in which a newcomer needs them. */
const CATEGORIES = ["Install", "Domain", "Repositories", "Packages", "Package groups"];

/** `headwater` and `headwater --help`: every command with one line. What a command takes, `headwater COMMAND --help` tells. */
export class Help extends Command<CommandContext> {
  static override readonly paths = [Command.Default, ["-h"], ["--help"], ["help"]];

  override async execute(): Promise<number> {
    const { binaryLabel, binaryVersion, binaryName } = this.cli;
    const definitions = this.cli.definitions();
    const sections = CATEGORIES.map((category) => {
      const commands = definitions.filter((definition) => definition.category?.trim() === category);
      const rows = commands.map(({ path, description }) => [
        `  ${path.slice(binaryName.length + 1)}`,
        (description ?? "").trim(),
      ]);
      return `${category}\n${alignColumns(rows)}`;
    });
    this.context.stdout.write(
      `${binaryLabel} (${binaryVersion})\n\n${sections.join("\n")}\nMore about one of them: ${binaryName} COMMAND --help\n`,
    );
    return 0;
  }
}
