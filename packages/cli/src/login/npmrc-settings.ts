import { parseNpmrc } from "../exec/npmrc.ts";
import { type Login, type LineRange, type SettingsFormat, withoutProtocol } from "./login.ts";

const REGISTRY = /^(?:@(.+):)?registry$/;
const CREDENTIAL = /^(\/\/.+):(_authToken|always-auth)$/;

const registryKey = (namespace: string | undefined): string =>
  namespace === undefined ? "registry" : `@${namespace}:registry`;

/** npmrc, of npm, pnpm and Yarn 1: `registry` or `@scope:registry`, and the token at the endpoint's own key. */
export const npmrcSettings: SettingsFormat = {
  read(written) {
    const entries = parseNpmrc(written.join("\n"));
    const credential = (endpoint: string, name: string): string | undefined =>
      entries.find(({ key }) => key === `${withoutProtocol(endpoint)}:${name}`)?.value;
    return entries.flatMap(({ key, value: endpoint }): readonly Login[] => {
      const found = REGISTRY.exec(key);
      if (found === null) return [];
      const alwaysAuth = found[1] === undefined && credential(endpoint, "always-auth") !== undefined;
      return [{ namespace: found[1], endpoint, token: credential(endpoint, "_authToken"), alwaysAuth }];
    });
  },

  place(body, logins) {
    const settings = new Map(logins.map(({ namespace, endpoint }) => [registryKey(namespace), endpoint]));
    for (const { endpoint, token, alwaysAuth } of logins) {
      if (token === undefined) continue;
      settings.set(`${withoutProtocol(endpoint)}:_authToken`, token);
      if (alwaysAuth === true) settings.set(`${withoutProtocol(endpoint)}:always-auth`, "true");
    }
    return {
      // First of all: behind the head of a section it would not count.
      insertions: new Map([[0, [...settings].map(([key, value]) => `${key}=${value}`)]]),
      replaced: settingLines(body)
        .filter(({ key }) => settings.has(key))
        .map(({ range }) => range),
    };
  },

  endpointIn: (text, namespace) => settingLines(text).findLast(({ key }) => key === registryKey(namespace))?.value,

  unmarked(body, { namespace, endpoint }) {
    const lines = settingLines(body);
    const registries = lines.filter(({ key, value }) => key === registryKey(namespace) && isSame(value, endpoint));
    const others = lines.some(
      ({ key, value }) => REGISTRY.test(key) && key !== registryKey(namespace) && isSame(value, endpoint),
    );
    if (registries.length === 0) return [];
    const credentials = others
      ? []
      : lines.filter(({ key }) => isSame(CREDENTIAL.exec(key)?.[1] ?? "", withoutProtocol(endpoint)));
    return [...registries, ...credentials].map(({ range }) => range);
  },
};

const isSame = (one: string, other: string): boolean => one.replace(/\/$/, "") === other.replace(/\/$/, "");

interface SettingLine {
  readonly key: string;
  readonly value: string;
  readonly range: LineRange;
}

/** The lines that set something for npm itself: those before the first section. */
function settingLines(text: string): readonly SettingLine[] {
  const found: SettingLine[] = [];
  let from = 0;
  for (const line of text.split(/(?<=\n)/)) {
    if (/^\s*\[/.test(line)) break;
    const [entry] = parseNpmrc(line);
    const range = { from, to: from + line.length };
    if (entry !== undefined) found.push({ ...entry, range });
    from = range.to;
  }
  return found;
}
