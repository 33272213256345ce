import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type { Plugin } from "esbuild";

interface Definitions {
  readonly definitions: Readonly<Record<string, { readonly default: unknown } | undefined>>;
}

const namespace = "npm-registry-alone";

/**
 * Who wants the default registry alone gets nothing else of npm's definitions: it is read from them when a bundle is built, so
 * that nobody waits 15–40 ms for the other two hundred. Whoever else imports them gets them whole.
 */
export const npmRegistryAlone = (root: string): Plugin => ({
  name: namespace,
  setup({ onLoad, onResolve, resolve }) {
    onResolve(
      { filter: /^@npmcli\/config\/lib\/definitions\b/ },
      async ({ path, importer, kind, resolveDir, namespace: from }) => {
        if (from === namespace || !/[\\/]default-npm-registry\.ts$/.test(importer)) return undefined;
        // Under its own name there the plugin would be asked again.
        const found = await resolve(path, { kind, resolveDir, importer: root, namespace });
        return found.errors.length > 0 ? found : { path: relative(root, found.path), namespace };
      },
    );
    onLoad({ filter: /./, namespace }, ({ path }) => {
      const { definitions } = createRequire(join(root, "package.json"))(join(root, path)) as Definitions;
      const registry = { default: definitions["registry"]?.default };
      return { contents: `module.exports = { definitions: ${JSON.stringify({ registry })} };`, loader: "js" };
    });
  },
});
