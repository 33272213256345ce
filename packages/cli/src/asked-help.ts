/** `help install` is `install --help`. */
export function asOptionHelp(argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv;
  return first === "help" && words.length > 0 && words.every((word) => !word.startsWith("-"))
    ? [...words, "--help"]
    : argv;
}

/** The first word of several commands, when it is all that help is asked for, as in `lockfile --help`. */
export function groupAskedFor(argv: readonly string[], verbs: readonly string[]): string | undefined {
  const [first = "", second, ...others] = argv;
  if (others.length > 0 || (second !== "--help" && second !== "-h")) return undefined;
  return !verbs.includes(first) && verbs.some((verb) => verb.startsWith(`${first} `)) ? first : undefined;
}
