import { expect, test } from "vitest";
import { COMMANDS, createCli } from "../../src/create-cli.ts";
import { listByCategory, listCommands } from "../../src/print/command-list.ts";

const cli = createCli();

test("every command stands in the list once, under its category, the install first", () => {
  const list = listByCategory(cli);
  expect(list.match(/^ {2}\S/gm)).toHaveLength(COMMANDS.length);
  expect(list.match(/^\S+$/gm)).toEqual(["Install", "Domain", "Repositories", "Packages"]);
});

test("a part of the list names those commands alone, and where more is told", () => {
  expect(listCommands(cli, (verb) => verb === "exec")).toMatch(
    /^ {2}exec {2}Run .*\n\nMore about one of them: headwater COMMAND --help\n$/,
  );
});
