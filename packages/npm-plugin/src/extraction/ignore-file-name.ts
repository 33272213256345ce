/**
 * The name under which a file of a package is written: `npm pack` may have shipped `.gitignore`, which then stands for
 * `.npmignore`. `undefined`: it is left out, because there is one already. `seen` holds the paths met so far.
 * Proven in test/extraction/extract-tarball.test.ts
 */
export function ignoreFileName(path: string, seen: Set<string>): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === ".npmignore") seen.add(path);
  if (name !== ".gitignore") return path;
  const renamed = path.replace(/\.gitignore$/, ".npmignore");
  return seen.has(renamed) ? undefined : renamed;
}
