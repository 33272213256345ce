import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { type Metafile, build } from "esbuild";
import { npmRegistryAlone } from "./npm-registry-alone.ts";
import { refuseDynamicCommonJs } from "./refuse-dynamic-commonjs.ts";
import { thirdPartyLicences } from "./third-party-licences.ts";

/** Drivers that `@keyv/sqlite` would load if it were not given ours; never reached, so never bundled. */
const neverReached = ["better-sqlite3", "bun:sqlite"];

/** CommonJS dependencies call `require`, which an ES module has to make for itself. */
const banner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * Bundles the command line and everything that it imports into `packages/cli/dist`, split so that a command loads only
 * what it uses. Throws if the bundle could not do without an installed package.
 */
export const buildProgram = async (root: string): Promise<void> => {
  const outdir = join(root, "packages", "cli", "dist");
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, "packages", "cli", "src", "main.ts")],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external: neverReached,
    plugins: [npmRegistryAlone(root)],
    banner: { js: banner },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  refuseMissingImports(metafile);
  refuseDynamicCommonJs(root, metafile);
  // For editors: `$schema` of a headwater.yml may point into the installed package.
  copyFileSync(
    join(root, "packages", "domain", "schema", "headwater.schema.json"),
    join(outdir, "headwater.schema.json"),
  );
  writeFileSync(join(outdir, "THIRD-PARTY-LICENCES"), thirdPartyLicences(root, Object.keys(metafile.inputs)));
};

/** What the entry loads at start, by static imports alone. */
const loadedAtStart = (outputs: Metafile["outputs"]): ReadonlySet<string> => {
  const loaded = new Set(Object.keys(outputs).filter((file) => outputs[file]?.entryPoint?.endsWith("/src/main.ts")));
  // A Set's iteration also visits what is added meanwhile.
  for (const file of loaded) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (external !== true && kind !== "dynamic-import") loaded.add(path);
    }
  }
  return loaded;
};

const loadsWhenAsked = new Set([...neverReached, "node:sqlite"]);

/** At start the bundle needs nothing but Node itself, without `node:sqlite`, which warns on Node 22. */
const refuseMissingImports = ({ outputs }: Metafile): void => {
  const atStart = loadedAtStart(outputs);
  for (const [file, { imports }] of Object.entries(outputs)) {
    for (const { path, kind, external } of imports) {
      if (external !== true) continue;
      const isLazy = kind === "dynamic-import" || !atStart.has(file);
      if (loadsWhenAsked.has(path) ? isLazy : isBuiltin(path)) continue;
      throw new Error(`${file} needs ${path}, which the bundle does not hold`);
    }
  }
};
