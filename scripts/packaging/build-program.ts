import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { type Metafile, build } from "esbuild";
import { workspacePackages } from "../workspace/packages.ts";
import { copyNpmFiles, npmOwnFiles, refuseUnknownFiles } from "./npm-own-files.ts";
import { npmRegistryAlone } from "./npm-registry-alone.ts";
import { programEntries } from "./program-entries.ts";
import { refuseDynamicCommonJs } from "./refuse-dynamic-commonjs.ts";
import { thirdPartyLicences } from "./third-party-licences.ts";

/**
 * Never bundled: drivers that `@keyv/sqlite` would load if it were not given ours, which are never reached, and what logs in at
 * a proxy with Kerberos, a native addon that its user is told to install.
 */
const neverReached = ["better-sqlite3", "bun:sqlite", "kerberos"];

/** The folder of the package that is published as a bundle. */
const program = "cli";

/** CommonJS dependencies use these names, which an ES module has to make for itself. */
const banner = [
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
].join(" ");

/**
 * Bundles the command line, the threads and programs that it starts, and everything that they import into `packages/cli/dist`, split so that a command loads only
 * what it uses. Throws if the bundle could not do without an installed package.
 */
export const buildProgram = async (root: string): Promise<void> => {
  const outdir = join(root, "packages", program, "dist");
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(programEntries(workspacePackages(root), program)),
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external: neverReached,
    plugins: [npmRegistryAlone(root), npmOwnFiles()],
    banner: { js: banner },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  refuseMissingImports(metafile);
  refuseDynamicCommonJs(root, metafile);
  refuseUnknownFiles(root, metafile);
  copyNpmFiles(root, outdir, metafile);
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
