import { createRequire } from "node:module";

type Definitions = { readonly defaults: { readonly registry: string } };

/** npm's built-in default `registry`, with the slash at the end; read from npm's own definitions. */
export const defaultRegistry = (): `https://${string}` => {
  const { defaults } = createRequire(import.meta.url)("@npmcli/config/lib/definitions") as Definitions;
  if (!defaults.registry.startsWith("https://")) throw new Error(`unexpected default registry ${defaults.registry}`);
  return defaults.registry as `https://${string}`;
};
