import { readFileSync, readdirSync } from "node:fs";
import { registerHooks } from "node:module";
import { isAbsolute, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Keeps this program in memory where it lies in a node_modules: whoever changes that folder may remove the program in the middle of
 * its run, and parts of it are loaded when they are first needed. Without folders it is kept wherever it is installed, for who
 * cannot tell what will change. Idempotent.
 * Proven in test/packaging/packed-headwater.test.ts
 */
export function holdProgram(folders?: readonly string[]): void {
  // In the published program everything lies in one folder.
  const program = import.meta.dirname;
  const owner = installedBelow(program);
  if (isHeld || owner === undefined) return;
  if (folders !== undefined && !folders.some((folder) => isWithin(owner, folder) || isWithin(folder, owner))) return;
  isHeld = true;
  const files = readdirSync(program).filter((name) => name.endsWith(".js"));
  const sources = new Map(
    files.map((name) => [pathToFileURL(join(program, name)).href, readFileSync(join(program, name))]),
  );
  registerHooks({
    // Node looks for a file before it finds that the module is loaded.
    resolve(specifier, context, next) {
      const { parentURL = "" } = context;
      const url = /^\.{1,2}\//.test(specifier) ? new URL(specifier, parentURL).href : "";
      return sources.has(url) ? { url, format: "module", shortCircuit: true } : next(specifier, context);
    },
    load(url, context, next) {
      const source = sources.get(url);
      return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
    },
  });
}

let isHeld = false;

/** The folder whose node_modules the program lies in; a store of packages inside it does not count. */
function installedBelow(program: string): string | undefined {
  const index = program.indexOf(`${sep}node_modules${sep}`);
  return index === -1 ? undefined : program.slice(0, index) || sep;
}

function isWithin(folder: string, above: string): boolean {
  const path = relative(above, folder);
  return !isAbsolute(path) && path !== ".." && !path.startsWith(`..${sep}`);
}
