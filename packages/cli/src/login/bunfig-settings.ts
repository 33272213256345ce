import { HeadwaterError } from "@headwater/resolver";
import { parse } from "smol-toml";
import { type Login, type SettingsFormat } from "./login.ts";
import { type TomlStatement, tomlStatements } from "./toml-statements.ts";

const VALUE = String.raw`(?:\{ url = "(.*?)", token = "(.*?)" \}|"(.*)")`;
const DEFAULT_LINE = new RegExp(String.raw`^(?:install\.)?registry = ${VALUE}$`);
const SCOPE_LINE = new RegExp(String.raw`^(?:install\.)?(?:scopes\.)?"@(.*?)" = ${VALUE}$`);

const valueOf = ({ endpoint, token }: Login): string =>
  token === undefined ? `"${endpoint}"` : `{ url = "${endpoint}", token = "${token}" }`;

/** Bun's settings: `registry` in `[install]`, or a scope in `[install.scopes]`. They win over npmrc, which Bun reads too. */
export const bunfigSettings: SettingsFormat = {
  read(written) {
    return written.flatMap((line): readonly Login[] => {
      const [whole, url, token, plain] = DEFAULT_LINE.exec(line) ?? [];
      if (whole !== undefined) return [{ namespace: undefined, endpoint: url ?? plain ?? "", token }];
      const [, namespace, scopeUrl, scopeToken, scopePlain] = SCOPE_LINE.exec(line) ?? [];
      return namespace === undefined ? [] : [{ namespace, endpoint: scopeUrl ?? scopePlain ?? "", token: scopeToken }];
    });
  },

  place(body, logins) {
    const statements = tomlStatements(body);
    const insertions = new Map<number, string[]>();
    const headed = new Set<string>();
    // A table at the end: the head of the outer one first.
    for (const login of logins.toSorted(
      (one, other) => Number(one.namespace !== undefined) - Number(other.namespace !== undefined),
    )) {
      const parent = login.namespace === undefined ? ["install"] : ["install", "scopes"];
      const name = login.namespace === undefined ? "registry" : `"@${login.namespace}"`;
      const { at, prefix, head } = placeFor(body, statements, parent);
      const lines = insertions.get(at) ?? [];
      if (head !== undefined && !headed.has(head)) lines.push(head);
      if (head !== undefined) headed.add(head);
      insertions.set(at, [...lines, `${prefix}${name} = ${valueOf(login)}`]);
    }
    return { insertions, replaced: logins.flatMap((login) => statementsOf(statements, login)) };
  },

  endpointIn(text, namespace) {
    const install = member(parse(text), "install");
    const scopes = member(install, "scopes");
    const value = namespace === undefined ? install["registry"] : (scopes[`@${namespace}`] ?? scopes[namespace]);
    const url = typeof value === "string" ? value : member({ value }, "value")["url"];
    return typeof url === "string" ? url : undefined;
  },

  unmarked(body, login) {
    if (bunfigSettings.endpointIn(body, login.namespace)?.replace(/\/?$/, "/") !== login.endpoint) return [];
    return statementsOf(tomlStatements(body), login);
  },
};

function member(object: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = object[key];
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The statements that set what a login sets, or a part of it. @throws CONFIGURATION_INVALID when one sets more than that */
function statementsOf(
  statements: readonly TomlStatement[],
  { namespace }: Pick<Login, "namespace">,
): readonly TomlStatement[] {
  const wanted = namespace === undefined ? ["install", "registry"] : ["install", "scopes", namespace];
  const names = (path: readonly string[]): readonly string[] =>
    path.map((part, index) => (index === 2 && wanted.length === 3 ? part.replace(/^@/, "") : part));
  return statements.filter(({ path, isTable }) => {
    const parts = names(path);
    const common = wanted.every((part, index) => index >= parts.length || parts[index] === part);
    if (common && !isTable && parts.length < wanted.length) throw inOneLine(path);
    return common && parts.length >= wanted.length;
  });
}

/** Where an entry of a table goes: below its head, beside an entry that makes the table by a dotted name, or at the end with a head of its own. */
function placeFor(
  body: string,
  statements: readonly TomlStatement[],
  parent: readonly string[],
): { readonly at: number; readonly prefix: string; readonly head?: string } {
  const isParent = (path: readonly string[]): boolean => path.join("\0") === parent.join("\0");
  const table = statements.find(({ path, isTable }) => isTable && isParent(path));
  if (table !== undefined) return { at: table.to, prefix: "" };
  const dotted = statements.find(
    ({ path, table: within, isTable }) =>
      !isTable &&
      path.length > parent.length &&
      within.length < parent.length &&
      isParent(path.slice(0, parent.length)),
  );
  if (dotted !== undefined) return { at: dotted.from, prefix: `${parent.slice(dotted.table.length).join(".")}.` };
  return { at: body.length, prefix: "", head: `[${parent.join(".")}]` };
}

const inOneLine = (path: readonly string[]): HeadwaterError =>
  new HeadwaterError("CONFIGURATION_INVALID", `All of ${path.join(".")} is written as one value.`, {
    hint: `Write it as a table, [${path.join(".")}], with one setting in a line.`,
  });
