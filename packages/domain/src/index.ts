export type {
  Configuration,
  DeclaredRepository,
  EnvironmentReference,
  ExternalConnectionConfiguration,
  KeyReference,
  RetainMode,
} from "./configuration/configuration.ts";
export { endpointUrl, repositoryOfEndpoint, repositoryOfSetting } from "./configuration/endpoint-url.ts";
export { findConfigurationFile } from "./configuration/find-configuration-file.ts";
export { type LoadConfigurationOptions, loadConfiguration } from "./configuration/load.ts";
export { serverToken } from "./configuration/server-token.ts";
export { nearestName } from "./configuration/nearest-name.ts";
export type { Environment } from "./configuration/user-folders.ts";
export {
  type AppliedRepositories,
  type ApplyDeclaredRepositoriesOptions,
  applyDeclaredRepositories,
} from "./declared-repositories/apply-declared-repositories.ts";
export { describeRepositoryChange } from "./declared-repositories/describe-repository-change.ts";
export { type RepositoryChange, planDeclaredRepositories } from "./declared-repositories/plan-declared-repositories.ts";
export { type OpenDomain, type OpenDomainOptions, openDomain } from "./open-domain.ts";
export type { HostNetwork, HostRegistry } from "./outside.ts";
export { orAborted } from "./or-aborted.ts";
export type { Warning } from "./warning.ts";
