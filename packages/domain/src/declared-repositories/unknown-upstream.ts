import { HeadwaterError } from "@headwater/resolver";
import type { Configuration } from "../configuration/configuration.ts";
import { nearestName } from "../configuration/nearest-name.ts";

/** The error for an upstream that is neither declared nor in the domain. */
export function unknownUpstream(
  { file, repositories }: Pick<Configuration, "file" | "repositories">,
  repository: string,
  upstream: string,
): HeadwaterError {
  const nearest = nearestName(
    upstream,
    repositories.map(({ name }) => name),
  );
  return new HeadwaterError(
    "CONFIGURATION_INVALID",
    `${repository} names the upstream ${upstream}, which is neither declared in ${file ?? "the configuration"} nor in the domain.`,
    {
      hint:
        nearest === undefined
          ? `Declare ${upstream} under repositories, or make it with headwater create-repository.`
          : `Did you mean ${nearest}?`,
      details: { repository, upstream },
    },
  );
}

/**
 * In a domain that is yet to be made every upstream is a declared repository; asked before a store is made, so that a
 * mistake in the file leaves none behind. @throws CONFIGURATION_INVALID
 */
export function requireDeclaredUpstreams(configuration: Pick<Configuration, "file" | "repositories">): void {
  const declared = new Set(configuration.repositories.map(({ name }) => name));
  for (const { name, upstreams } of configuration.repositories) {
    const unknown = upstreams.find((upstream) => !declared.has(upstream));
    if (unknown !== undefined) throw unknownUpstream(configuration, name, unknown);
  }
}
