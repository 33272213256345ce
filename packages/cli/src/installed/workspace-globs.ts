import { posix } from "node:path";

/**
 * Whether a folder, by its path below the root with `/` between, is one of the workspaces that globs name. A glob that begins
 * with `!` takes away, wherever it stands, unless a later one names something of that again (npm's rule; other clients take it
 * away all the same). Nothing in a node_modules is a workspace.
 */
export function isWorkspace(folder: string, globs: readonly string[]): boolean {
  if (folder.split("/").includes("node_modules")) return false;
  const { given, taken } = readGlobs(globs);
  return given.some((glob) => matches(folder, glob)) && !taken.some((glob) => matches(folder, glob));
}

interface ReadGlobs {
  readonly given: readonly string[];
  readonly taken: readonly string[];
}

function readGlobs(globs: readonly string[]): ReadGlobs {
  const given: string[] = [];
  let taken: string[] = [];
  for (const glob of globs) {
    const [marks = ""] = /^!*/.exec(glob) ?? [];
    const pattern = plain(glob.slice(marks.length));
    if (marks.length % 2 === 1) taken.push(pattern);
    else {
      given.push(pattern);
      taken = taken.filter((each) => !matches(pattern, each));
    }
  }
  return { given, taken };
}

/** Without what clients let people write around it: `./packages/*`, `/packages/*`, `packages/*` with a slash at its end. */
const plain = (glob: string): string =>
  glob
    .replaceAll("\\", "/")
    .replace(/^\.?\/+/, "")
    .replace(/\/+$/, "");

/** `a/**` is also `a` itself. */
const matches = (folder: string, glob: string): boolean =>
  posix.matchesGlob(folder, glob) || (glob.endsWith("/**") && posix.matchesGlob(folder, glob.slice(0, -"/**".length)));
