declare module "@npmcli/config/lib/definitions/index.js" {
  const npm: {
    readonly definitions: Readonly<Record<string, { readonly default?: unknown }>>;
    readonly flatten: unknown;
    readonly nerfDarts: unknown;
    readonly shorthands: unknown;
  };
  export default npm;
}
