declare module "@npmcli/config/lib/definitions/index.js" {
  const npm: { readonly definitions: Readonly<Record<string, { readonly default?: unknown }>> };
  export default npm;
}
