import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plugin } from "esbuild";

interface Definitions {
  readonly definitions: Readonly<Record<string, { readonly default: unknown } | undefined>>;
}

/**
 * Of npm's definitions we need one value, the default registry. It is read from them when a bundle is built, so that nobody
 * waits 15–40 ms for the other two hundred.
 */
export const npmRegistryAlone = (root: string): Plugin => ({
  name: "npm-registry-alone",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@npmcli[\\/]config[\\/]lib[\\/]definitions[\\/]index\.js$/ }, ({ path }) => {
      const { definitions } = createRequire(join(root, "package.json"))(path) as Definitions;
      const registry = { default: definitions["registry"]?.default };
      return { contents: `module.exports = { definitions: ${JSON.stringify({ registry })} };`, loader: "js" };
    });
  },
});
