/** One setting of an npmrc file, as written; `line` is the whole line. */
export interface NpmrcEntry {
  readonly key: string;
  readonly value: string;
}

/** The settings of an npmrc file: `key = value` lines, comments and sections skipped. Variables are not expanded. */
export function parseNpmrc(text: string): readonly NpmrcEntry[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.trim();
    const at = trimmed.indexOf("=");
    if (at <= 0 || /^[#;[]/.test(trimmed)) return [];
    return [{ key: unquote(trimmed.slice(0, at)), value: unquote(trimmed.slice(at + 1)) }];
  });
}

/** `${NAME}` is the variable, `${NAME?}` the variable or nothing, `${NAME:-x}` and `${NAME-x}` (pnpm) the variable or x; else it stays. */
export function expandVariables(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$\{([^${}:?-]+)(?:(\?)|:?-([^${}]*))?\}/g,
    (whole, name: string, optional: string | undefined, fallback: string | undefined) => {
      const value = env[name];
      if (value !== undefined) return value;
      return fallback ?? (optional === undefined ? whole : "");
    },
  );
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
