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
