/**
 * Where Yarn's programs say which registry they ask by default: a constant in Yarn 1, the default of a setting in Yarn 2 and
 * later, and in Corepack the place that it fetches Yarn 1 from.
 */
const DEFAULTS = [
  /\bYARN_REGISTRY = ["'](https:\/\/[^"'\s]+)["']/,
  /\bnpmRegistryServer:\s*\{[^{}]*?\bdefault:\s*["'`](https:\/\/[^"'`\s]+)["'`]/,
  /["'](https:\/\/[^"'\s]+?)\/yarn\/-\/yarn-\{\}\.tgz["']/,
];

/** The registry that a program of Yarn's asks by default, with a slash at the end, read from the program's text; `undefined` when it does not say. */
export function yarnDefaultRegistry(program: string): string | undefined {
  for (const pattern of DEFAULTS) {
    const url = pattern.exec(program)?.[1];
    if (url !== undefined && URL.canParse(url)) return url.replace(/\/*$/, "/");
  }
  return undefined;
}
