/**
 * The text of a Yarn plugin for one run: it makes every scope but the direct ones use the endpoint, which no variable can.
 * It also carries the token, for the endpoint alone: Yarn sends the token of the environment to direct scopes' registries too.
 * Yarn evaluates a plugin once without `require`, so the factory alone may use it.
 */
export function yarnScopesPlugin(
  endpoint: { readonly url: string; readonly token: string },
  directScopes: readonly string[],
): string {
  const registry = endpoint.url.replace(/\/$/, "");
  const direct = directScopes.map((scope) => scope.replace(/^@/, ""));
  return `module.exports = {
  name: "@yarnpkg/plugin-headwater-run",
  factory: (require) => {
    const { Configuration } = require("@yarnpkg/core");
    const registry = ${JSON.stringify(registry)};
    const token = ${JSON.stringify(endpoint.token)};
    const direct = ${JSON.stringify(direct)};
    const get = Configuration.prototype.get;
    Configuration.prototype.get = function (key) {
      const value = get.call(this, key);
      if (key === "npmScopes") {
        for (const [scope, settings] of value) {
          if (direct.includes(scope)) continue;
          settings.set("npmRegistryServer", registry);
          settings.set("npmAuthToken", token);
          settings.set("npmAuthIdent", null);
          settings.set("npmAlwaysAuth", true);
        }
      }
      if (key === "npmRegistries") {
        value.set(registry, new Map([["npmAlwaysAuth", true], ["npmAuthIdent", null], ["npmAuthToken", token]]));
      }
      return value;
    };
    return { default: {} };
  },
};
`;
}
