export type {
  Configuration,
  DeclaredRepository,
  EnvironmentReference,
  ExternalConnectionConfiguration,
  KeyReference,
  RetainMode,
} from "./configuration/configuration.ts";
export { endpointUrl } from "./configuration/endpoint-url.ts";
export { type LoadConfigurationOptions, loadConfiguration } from "./configuration/load.ts";
export { type ApplyDeclaredRepositoriesOptions, applyDeclaredRepositories } from "./declared-repositories/apply-declared-repositories.ts";
export {
  type RepositoryChange,
  describeRepositoryChange,
  planDeclaredRepositories,
} from "./declared-repositories/plan-declared-repositories.ts";
export { type OpenDomain, type OpenDomainOptions, type Warning, openDomain } from "./open-domain.ts";
