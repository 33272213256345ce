/** Variables of the environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting of npm from the environment: `npm_config_<name>` in any case, `-` written as `_`. */
export function npmSetting(env: Environment, name: string): string | undefined {
  const wanted = `npm_config_${name.replaceAll("-", "_")}`.toLowerCase();
  const found = Object.entries(env).find(
    ([key, value]) => key.toLowerCase() === wanted && value !== undefined && value !== "",
  );
  return found?.[1];
}
