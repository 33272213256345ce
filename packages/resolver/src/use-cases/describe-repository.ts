import { EXTERNAL_CONNECTIONS } from "../external-connection/connections.ts";
import type { Domain } from "../repository/domain.ts";
import type { Repository } from "../repository/repository.ts";
import type { RepositoryDescription, RepositorySummary } from "./descriptions.ts";

/** Names of resources as CodeArtifact writes them. */
export const domainArn = (region: string, domain: Domain): string =>
  `arn:aws:codeartifact:${region}:${domain.owner}:domain/${domain.name}`;

export function summarizeRepository(region: string, domain: Domain, repository: Repository): RepositorySummary {
  const { name, administratorAccount, description, createdTime } = repository;
  return {
    name,
    administratorAccount,
    domainName: domain.name,
    domainOwner: domain.owner,
    arn: `arn:aws:codeartifact:${region}:${domain.owner}:repository/${domain.name}/${name}`,
    ...(description === undefined ? {} : { description }),
    createdTime,
  };
}

export function describeRepository(region: string, domain: Domain, repository: Repository): RepositoryDescription {
  const { externalConnection: connection, tagPrecedence } = repository;
  const format = Object.entries(EXTERNAL_CONNECTIONS).find(([name]) => name === connection)?.[1];
  return {
    ...summarizeRepository(region, domain, repository),
    upstreams: repository.upstreams.map((repositoryName) => ({ repositoryName })),
    externalConnections:
      connection === undefined || format === undefined
        ? []
        : [{ externalConnectionName: connection, packageFormat: format, status: "Available" }],
    ...(tagPrecedence === undefined ? {} : { tagPrecedence }),
  };
}
