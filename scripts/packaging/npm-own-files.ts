import { cpSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Metafile, Plugin } from "esbuild";

interface Edit {
  /** How the file's path ends, with `/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Where npm's engine looks for files of its own: what stands there in a bundle, whose `__dirname` is its folder. */
const edits: readonly Edit[] = [
  { file: "@npmcli/run-script/lib/set-path.js", from: "'../lib/node-gyp-bin'", to: "'node-gyp-bin'" },
  // The npm on PATH has one; its place is a setting, and among what scripts are told (see load-npm-settings.ts).
  {
    file: "@npmcli/run-script/lib/make-spawn-args.js",
    from: "require.resolve('node-gyp/bin/node-gyp.js')",
    to: "process.env.npm_config_node_gyp",
  },
];

/** Files that look for files and are right in a bundle too. */
const harmless = [
  // Whether somebody works in Arborist's own checkout.
  "@npmcli/arborist/lib/debug.js",
  // A project's own extension, by its absolute path.
  "@npmcli/arborist/lib/npm-extension.js",
  // A default that load-npm-settings.ts replaces.
  "@npmcli/config/lib/definitions/definitions.js",
  // Part of a temporary file's name.
  "write-file-atomic/lib/index.js",
  // Cleans stack traces, and asks first whether there is such a name.
  "undici/index.js",
];

/** Lets npm's engine find its files beside the bundle, where `copyNpmFiles` puts them. */
export const npmOwnFiles = (): Plugin => ({
  name: "npm-own-files",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@npmcli[\\/]run-script[\\/]lib[\\/][^\\/]+\.js$/ }, ({ path }) => {
      const edit = edits.find(({ file }) => endsWith(path, file));
      if (edit === undefined) return undefined;
      const text = readFileSync(path, "utf8");
      if (!text.includes(edit.from))
        throw new Error(`${path} has no ${edit.from} any more; see how it finds its files`);
      return { contents: text.replace(edit.from, edit.to), loader: "js" };
    });
  },
});

/** Puts the command `node-gyp` for install scripts beside the bundle. */
export const copyNpmFiles = (root: string, outdir: string, { inputs }: Metafile): void => {
  const user = Object.keys(inputs).find((file) => endsWith(file, "@npmcli/run-script/lib/set-path.js"));
  if (user === undefined) throw new Error("The bundle holds no @npmcli/run-script; nobody needs its node-gyp-bin");
  cpSync(join(root, dirname(user), "node-gyp-bin"), join(outdir, "node-gyp-bin"), { recursive: true });
};

/** Throws for a bundled file that looks for files and is not known to find them beside a bundle. */
export const refuseUnknownFiles = (root: string, { inputs }: Metafile): void => {
  const known = [...edits.map(({ file }) => file), ...harmless];
  for (const file of Object.keys(inputs)) {
    if (!file.startsWith("node_modules/") || known.some((each) => endsWith(file, each))) continue;
    const found = /\b__(?:dir|file)name\b|\brequire\.resolve\(|\bimport\.meta\b/.exec(
      readFileSync(join(root, file), "utf8"),
    );
    if (found !== null) throw new Error(`${file} uses ${found[0]}; see whether it finds its files beside the bundle`);
  }
};

const endsWith = (path: string, end: string): boolean => path.replaceAll("\\", "/").endsWith(`/${end}`);
