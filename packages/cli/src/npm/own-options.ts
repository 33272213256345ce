/** Options of ours among the words of one of npm's commands, where npm has none of the name. */
export interface OwnOptions {
  readonly repository?: string;
  readonly config?: string;
  readonly domain?: string;
  readonly domainOwner?: string;
  readonly retain?: string;
}

const NAMES: ReadonlyMap<string, keyof OwnOptions> = new Map([
  ["--repository", "repository"],
  ["--config", "config"],
  ["--domain", "domain"],
  ["--domain-owner", "domainOwner"],
  ["--retain", "retain"],
]);

export interface SplitWords {
  readonly own: OwnOptions;
  /** Everything else, in order. */
  readonly npm: readonly string[];
  /** An option of ours that stands without its value. */
  readonly incomplete?: string;
  readonly help: boolean;
}

/** Takes our options out of a command line that npm reads. Nothing behind `--` is an option. Proven in test/npm/own-options.test.ts */
export function splitOwnOptions(words: readonly string[]): SplitWords {
  const own: Record<string, string> = {};
  const npm: string[] = [];
  let help = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--") return { own, npm: [...npm, ...words.slice(index)], help };
    const equals = word.indexOf("=");
    const name = NAMES.get(equals === -1 ? word : word.slice(0, equals));
    if (word === "--help" || word === "-h") help = true;
    else if (name === undefined) npm.push(word);
    else {
      const value = equals === -1 ? valueIn(words[(index += 1)]) : word.slice(equals + 1);
      if (value === "") return { own, npm, incomplete: equals === -1 ? word : word.slice(0, equals), help };
      own[name] = value;
    }
  }
  return { own, npm, help };
}

/** Another option is no value; one that looks like an option is written behind `=`. */
const valueIn = (word = ""): string => (word.startsWith("-") ? "" : word);
