import { HeadwaterError, type Resolver, isHeadwaterError, parseRepositoryName } from "@headwater/resolver";
import type { Configuration } from "./configuration/configuration.ts";
import { nearestName } from "./configuration/nearest-name.ts";

/** How many repositories a message names. */
const NAMED = 20;

const SOURCES: Readonly<Record<Configuration["repositorySource"], (file: string) => string>> = {
  option: () => "",
  HEADWATER_REPOSITORY: () => ", which HEADWATER_REPOSITORY names",
  file: (file) => `, which ${file} names`,
  default: () => ", the default",
};

/**
 * The repository's name once it is sure to exist. Proven in test/open-domain.test.ts.
 * @throws INVALID_NAME; REPOSITORY_NOT_FOUND saying where the project's name came from and which repositories there are
 */
export async function requireRepository(
  resolver: Resolver,
  configuration: Configuration,
  name: string,
): Promise<string> {
  if (await hasRepository(resolver, parseRepositoryName(name))) return name;
  const { items, nextToken } = await resolver.listRepositories({ maxResults: NAMED });
  const names = items.map((repository) => repository.name);
  const source =
    name === configuration.repository
      ? SOURCES[configuration.repositorySource](configuration.file ?? "the configuration")
      : "";
  const nearest = nearestName(name, names);
  const known =
    names.length === 0
      ? "The domain has no repositories yet."
      : `There are: ${names.join(", ")}${nextToken === undefined ? "" : ", …"}.`;
  throw new HeadwaterError(
    "REPOSITORY_NOT_FOUND",
    `The domain ${configuration.domain} has no repository ${JSON.stringify(name)}${source}.`,
    {
      hint: nearest === undefined ? known : `Did you mean ${nearest}? ${known}`,
      details: { domain: configuration.domain, repository: name },
    },
  );
}

export async function hasRepository(resolver: Resolver, name: string): Promise<boolean> {
  try {
    await resolver.describeRepository(name);
    return true;
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "REPOSITORY_NOT_FOUND") return false;
    throw error;
  }
}
