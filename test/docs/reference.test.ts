import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES } from "@headwater/resolver";
import { errorStatus } from "@headwater/server";
import { COMMANDS, NPM_COMMANDS, createCli } from "headwater";
import { describe, expect, test } from "vitest";
import { projectFiles, workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { codeBlocks, codeSpans, readPage, tables } from "./page.ts";

/** Rows of the tables whose first column has this heading. */
const rowsUnder = (page: string, heading: string): readonly (readonly string[])[] =>
  tables(readPage(page)).flatMap(({ header, rows }) => (header[0] === heading ? rows : []));

const firstSpan = (row: readonly string[]): string => codeSpans(row[0] ?? "")[0] ?? "";

describe("docs/reference/configuration.md", () => {
  interface Schema {
    readonly type?: string;
    readonly enum?: readonly string[];
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: Schema | boolean;
    readonly items?: Schema;
    readonly anyOf?: readonly Schema[];
  }

  /** Every field by its path, `*` for a name of the user's, with its type as the page says it. */
  const fields = (schema: Schema, path = ""): readonly (readonly [string, string])[] => {
    const under = (name: string): string => (path === "" ? name : `${path}.${name}`);
    const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
      [under(name), typeOf(inner)] as const,
      ...fields(inner, under(name)),
    ]);
    const named =
      typeof schema.additionalProperties === "object" ? fields(schema.additionalProperties, under("*")) : [];
    return [...own, ...named];
  };

  const typeOf = ({ enum: values, type, items, anyOf }: Schema): string => {
    if (anyOf !== undefined) return anyOf.map((each) => each.type).join(" or ");
    if (values !== undefined) return values.join(" | ");
    return type === "array" ? `list of ${items?.type ?? ""}s` : (type ?? "");
  };

  const schema = JSON.parse(
    readFileSync(join(workspaceRoot, "packages", "domain", "schema", "headwater.schema.json"), "utf8"),
  ) as Schema;

  test("lists every field of the schema with its type, and no other", () => {
    const said = rowsUnder("docs/reference/configuration.md", "field").map(
      (row) => [firstSpan(row), row[1]?.includes("`") === true ? codeSpans(row[1]).join(" | ") : row[1]] as const,
    );
    expect(new Map(said)).toEqual(new Map(fields(schema)));
    expect(said).toHaveLength(new Map(said).size);
  });

  test("says of every field what it means and what holds without it", () => {
    const silent = rowsUnder("docs/reference/configuration.md", "field").filter(
      ([, type, byDefault, meaning]) => type !== "object" && (byDefault === "" || meaning === ""),
    );
    expect(silent).toEqual([]);
  });

  test("lists every HEADWATER_ variable that the sources read, and no other", () => {
    const sources = projectFiles(workspaceRoot).filter((file) => /^packages\/[^/]+\/(src|bin)\//.test(file));
    const read = sources.flatMap((file) =>
      [...readFileSync(join(workspaceRoot, file), "utf8").matchAll(/"(HEADWATER_[A-Z_]+)"/g)].map(
        ([, name]) => name ?? "",
      ),
    );
    const said = rowsUnder("docs/reference/configuration.md", "variable").map(firstSpan);
    expect(said.toSorted()).toEqual([...new Set(read)].toSorted());
  });
});

describe("docs/reference/commands.md", () => {
  const page = "docs/reference/commands.md";
  const commands = new Map(
    createCli({ commands: [...NPM_COMMANDS, ...COMMANDS] })
      .definitions()
      .map(({ path, options }) => [path.replace(/^headwater /, ""), options] as const),
  );
  const common = ["--config", "--output", "--json", "--domain", "--domain-owner"];
  const listOptions = ["--max-items", "--starting-token", "--max-results", "--next-token", "--no-paginate"];
  const optionRows = rowsUnder(page, "option").map(firstSpan);
  const commandRows = rowsUnder(page, "command");

  test("lists every command of the command line once, and no other", () => {
    expect(commandRows.map(firstSpan).toSorted()).toEqual([...commands.keys()].toSorted());
  });

  test("lists the options of all commands and of lists", () => {
    expect(optionRows).toEqual([...common.slice(0, 3), "--domain", "--domain-owner", "--repository", ...listOptions]);
  });

  test.each(commandRows.map((row) => ({ command: firstSpan(row), said: row[2] ?? "" })))(
    "lists the options of $command, and no other",
    ({ command, said }) => {
      const listed = new Set([...common, ...codeSpans(said), ...(said.includes("those of lists") ? listOptions : [])]);
      const known = (commands.get(command) ?? []).map(({ nameSet }) =>
        nameSet.map((name) => (name === "--paginate" ? "--no-paginate" : name)),
      );
      const unsaid = known.filter((names) => !names.some((name) => listed.has(name))).map(([name]) => name);
      const unknown = [...listed].filter((name) => !known.flat().includes(name));
      expect({ unsaid, unknown }).toEqual({ unsaid: [], unknown: [] });
    },
  );

  test("has an example of every command, and every option in prose exists", () => {
    const examples = codeBlocks(readPage(page))
      .map(({ text }) => text)
      .join("\n");
    const without = [...commands.keys()].filter(
      (command) => !new RegExp(`^npx headwater ${command}\\b`, "m").test(examples),
    );
    expect(without).toEqual([]);
    const known = new Set([...commands.values()].flatMap((options) => options.flatMap(({ nameSet }) => nameSet)));
    const named = codeSpans(readPage(page)).flatMap((span) => span.match(/^--[a-z][a-z-]*/) ?? []);
    const builtIn = ["--help", "--version", "--no-paginate"];
    expect(named.filter((name) => !known.has(name) && !builtIn.includes(name))).toEqual([]);
  });
});

describe("docs/reference/errors.md", () => {
  const rows = rowsUnder("docs/reference/errors.md", "code");

  test("lists every error code once, in the order of the list, and no other", () => {
    expect(rows.map(firstSpan)).toEqual([...ERROR_CODES]);
  });

  const exitCodes = new Map(
    [
      ...readFileSync(join(workspaceRoot, "packages", "cli", "src", "exit-codes.ts"), "utf8").matchAll(
        /^ {2}([A-Z_]+): (\d+),$/gm,
      ),
    ].map(([, code = "", exit]) => [code, Number(exit)] as const),
  );

  test("gives the exit code of each, and explains every exit code", () => {
    expect(new Map(rows.map((row) => [firstSpan(row), Number(row[3])]))).toEqual(exitCodes);
    const explained = rowsUnder("docs/reference/errors.md", "exit code").map(([exit]) => Number(exit));
    expect(explained).toEqual([...new Set([0, ...exitCodes.values()])].toSorted((one, other) => one - other));
  });

  test("says what each means, what to do, and its HTTP status", () => {
    const wrong = rows.filter(([, meaning, advice]) => meaning === "" || advice === "");
    expect(wrong).toEqual([]);
    expect(rows.map(([, , , , status]) => Number(status))).toEqual(ERROR_CODES.map(errorStatus));
  });
});
