import type { PackageFormat } from "@headwater/resolver";
import type { Configuration } from "./configuration.ts";

/** The URL of a repository for a format's clients, with a trailing slash: what `get-repository-endpoint` prints. */
export function endpointUrl(
  configuration: Pick<Configuration, "server">,
  repository: string,
  format: PackageFormat = "npm",
): string {
  return `${configuration.server.url}${format}/${repository}/`;
}

/**
 * The repository that a registry's URL names where it is an npm endpoint of this server, with or without a slash at the end:
 * the same line in a client's settings then says the same with a server and without one. `undefined` for every other URL, also
 * for others below the server's but those for one scope, `…/@scope/`.
 */
export function repositoryOfEndpoint({ server }: Pick<Configuration, "server">, registry: string): string | undefined {
  if (!URL.canParse(registry)) return undefined;
  const { href } = new URL(registry);
  const endpoints = new URL("npm/", server.url).href;
  const rest = href.startsWith(endpoints) ? href.slice(endpoints.length).replace(/(?:\/@[^/]+)?\/?$/, "") : "";
  return rest === "" || /[/?#]/.test(rest) ? undefined : rest;
}

/** The repository that a client's registry setting names, where it is an endpoint of ours; HEADWATER_REPOSITORY wins over that. */
export function repositoryOfSetting(
  configuration: Pick<Configuration, "server" | "repositorySource">,
  registry: string,
): string | undefined {
  if (configuration.repositorySource === "HEADWATER_REPOSITORY") return undefined;
  return repositoryOfEndpoint(configuration, registry);
}
