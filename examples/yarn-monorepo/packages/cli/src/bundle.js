/** Writes `dist/ferry.mjs`: the command in one file that runs without an install. */
import { build } from "esbuild";

const { metafile } = await build({
  absWorkingDir: new URL("..", import.meta.url).pathname,
  entryPoints: ["src/ferry.js"],
  outfile: "dist/ferry.mjs",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node22",
  format: "esm",
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  metafile: true,
});
for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`packages/cli/${file}: ${bytes} bytes`);
