import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { type BuildOptions, type Metafile, build } from "esbuild";
import { npmRegistryAlone } from "./npm-registry-alone.ts";
import { refuseDynamicCommonJs } from "./refuse-dynamic-commonjs.ts";
import { thirdPartyLicences } from "./third-party-licences.ts";

const home = join("packages", "yarn-plugin");

/** Where Yarn's own builder would put it. */
export const yarnPluginFile = join(home, "bundles", "@yarnpkg", "plugin-headwater.js");

const pluginName = "@yarnpkg/plugin-headwater";

/** Libraries that Yarn gives to its plugins. */
const givenByYarn = ["@yarnpkg/core", "@yarnpkg/fslib", "clipanion", "typanion"];

/** Never reached: `@keyv/sqlite` is given our driver, the way out is Yarn's own, and so is every command that installs. */
const neverReached = ["better-sqlite3", "bun:sqlite", "undici", "@headwater/npm-plugin"];

/** More than what is evaluated with every Yarn command; 2 MB of it were measured to cost a quarter of `yarn --version`. */
const maxEagerBytes = 250 * 1024;

const shared = {
  bundle: true,
  format: "cjs",
  platform: "node",
  minify: true,
  // Node shows the whole line in which an error that nobody caught came about.
  lineLimit: 200,
  legalComments: "none",
  metafile: true,
  write: false,
  // The plugin is one file that Yarn has read whole: it lies in no folder of chunks.
  define: { "import.meta.dirname": '""' },
  logLevel: "warning",
} satisfies BuildOptions;

/** What every command of Yarn evaluates, and the engine that it evaluates when it is needed. */
export interface YarnPluginSizes {
  /** Bytes. */
  readonly eager: number;
  readonly engine: number;
  readonly packed: number;
}

/**
 * Bundles the Yarn plugin into one CommonJS file as `yarn plugin import` takes it: the engine is in it as compressed text.
 * Throws if it could not do without an installed package, or if too much of it is evaluated with every command.
 */
export const buildYarnPlugin = async (root: string): Promise<YarnPluginSizes> => {
  const engine = await bundle(root, join(home, "src", "engine", "engine.ts"), { target: "node22" });
  const packed = brotliCompressSync(engine.text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  }).toString("base64");
  const eager = await bundle(root, join(home, "src", "index.ts"), {
    // An old Node must get as far as the message.
    target: "node12",
    define: {
      ENGINE_ID: JSON.stringify(createHash("sha256").update(engine.text).digest("hex").slice(0, 16)),
      PACKED_ENGINE: "packedEngine",
    },
  });
  const eagerBytes = Buffer.byteLength(eager.text);
  if (eagerBytes > maxEagerBytes) {
    throw new Error(`The Yarn plugin evaluates ${eagerBytes} bytes with every command; ${maxEagerBytes} are the limit`);
  }
  const file = join(root, yarnPluginFile);
  rmSync(join(root, home, "bundles"), { recursive: true, force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wrap(eager.text, packed));
  // YARN_PLUGINS has the file loaded where it lies, and the package around it is one of modules.
  writeFileSync(join(root, home, "bundles", "package.json"), '{ "type": "commonjs" }\n');
  writeFileSync(
    join(dirname(file), "THIRD-PARTY-LICENCES"),
    thirdPartyLicences(root, [...Object.keys(engine.metafile.inputs), ...Object.keys(eager.metafile.inputs)]),
  );
  return { eager: eagerBytes, engine: Buffer.byteLength(engine.text), packed: packed.length };
};

/**
 * Yarn evaluates the file once for its name alone, without `require`, so all that needs one is inside the factory. The text is
 * outside: what is in a function is scanned once when the file is loaded, and again when the function is called.
 */
const wrap = (eager: string, packed: string): string =>
  `/* eslint-disable */
//prettier-ignore
var packedEngine = ${JSON.stringify(packed)};
module.exports = {
name: ${JSON.stringify(pluginName)},
factory: function (require) {
var module = { exports: {} }, exports = module.exports;
${eager}
return module.exports;
}
};
`;

const bundle = async (
  root: string,
  entry: string,
  options: BuildOptions,
): Promise<{ readonly text: string; readonly metafile: Metafile }> => {
  const { outputFiles, metafile } = await build({
    ...shared,
    ...options,
    absWorkingDir: root,
    entryPoints: [entry],
    external: [...givenByYarn, ...neverReached],
    plugins: [npmRegistryAlone(root)],
    write: false,
    metafile: true,
  });
  refuseMissingImports(metafile);
  refuseDynamicCommonJs(root, metafile);
  return { text: outputFiles[0]?.text ?? "", metafile };
};

/** The bundle needs nothing but Node itself, and what Yarn gives. */
const refuseMissingImports = ({ outputs }: Metafile): void => {
  for (const { imports } of Object.values(outputs)) {
    for (const { path, external } of imports) {
      if (external !== true || isBuiltin(path) || givenByYarn.includes(path) || neverReached.includes(path)) continue;
      throw new Error(`The Yarn plugin needs ${path}, which the bundle does not hold`);
    }
  }
};
