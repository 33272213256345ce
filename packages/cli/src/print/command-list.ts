import type { Cli } from "clipanion";
import type { CommandContext } from "../command-context.ts";
import { alignColumns } from "./columns.ts";

type Definitions = Pick<Cli<CommandContext>, "definitions" | "binaryName">;

/** In the order in which a newcomer needs them; any other comes behind them. */
const CATEGORIES = ["Install", "npm", "Domain", "Repositories", "Packages", "Package groups"];
const TITLES: Readonly<Record<string, string>> = { npm: "npm's own commands, through the domain" };

/** Every command with one line, by category. */
export function listByCategory(cli: Definitions): string {
  const own = cli.definitions().flatMap(({ category }) => category?.trim() ?? []);
  return [...new Set([...CATEGORIES, ...own])]
    .filter((category) => own.includes(category))
    .map(
      (category) =>
        `${TITLES[category] ?? category}\n${rows(cli, (definition) => definition.category?.trim() === category)}`,
    )
    .join("\n");
}

/** Those commands whose words are asked for, with what leads to more. */
export const listCommands = (cli: Definitions, isWanted: (verb: string) => boolean): string =>
  `${rows(cli, ({ path }) => isWanted(path.slice(cli.binaryName.length + 1)))}\n${moreAbout(cli)}`;

export const moreAbout = ({ binaryName }: Definitions): string =>
  `More about one of them: ${binaryName} COMMAND --help\n`;

function rows(
  cli: Definitions,
  isWanted: (definition: { readonly path: string; readonly category?: string | undefined }) => boolean,
): string {
  const wanted = cli.definitions().filter(isWanted);
  return alignColumns(
    wanted.map(({ path, description }) => [`  ${path.slice(cli.binaryName.length + 1)}`, (description ?? "").trim()]),
  );
}
