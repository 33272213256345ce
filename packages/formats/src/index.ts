export type { Format, FormatRequest } from "./format.ts";
export { parseGenericName, parseGenericVersion } from "./generic/names.ts";
export { isLoopback } from "./loopback.ts";
export { type NpmFormat, createNpmFormat } from "./npm/create-npm-format.ts";
export { defaultNpmRegistry } from "./npm/default-npm-registry.ts";
export { createNpmExternalRegistry } from "./npm/external-registry/create-npm-external-registry.ts";
export type { ExternalCredentials } from "./npm/external-registry/credentials.ts";
export type { Fetch, FetchAnswer, FetchInit } from "./npm/external-registry/fetch.ts";
export type { NpmExternalRegistry, NpmExternalRegistryOptions } from "./npm/external-registry/npm-external-registry.ts";
export { type ProxySettings, proxySettings } from "./npm/external-registry/proxy-settings.ts";
export { FORBIDDEN_BY_HOST } from "./npm/external-registry/registry-errors.ts";
export type { TlsSettings } from "./npm/external-registry/tls-settings.ts";
export { type Timeouts, timeoutsOf } from "./npm/external-registry/timeouts.ts";
export { manifestDependencies } from "./npm/manifest-dependencies.ts";
export { summarizeManifest } from "./npm/manifest-summary.ts";
export { npmName, parseNpmName } from "./npm/names.ts";
export type { NpmFormatOptions, NpmResolver } from "./npm/routes/route.ts";
export { type NpmCache, openNpmCache } from "./npm/npm-cache.ts";
export { readNpmReadme } from "./npm/readme.ts";
export { selectNpmVersion } from "./npm/select-version.ts";
export { type NpmSpec, parseNpmSpec } from "./npm/spec.ts";
export { TARBALL_ASSET } from "./npm/tarball-path.ts";
export {
  registryVersions,
  type RegistryVersions,
  type RegistryVersionsOptions,
} from "./npm/lockfile/registry-versions.ts";
export { YARN_METADATA_TYPE } from "./npm/packument/yarn-metadata.ts";
export { isNpmVersion } from "./npm/versions.ts";
export {
  type LockfileInspection,
  type LockfileRegistries,
  type ProxyUrl,
  inspectLockfile,
} from "./npm/lockfile/inspect-lockfile.ts";
export type { LockfileEntry, ReadLockfile } from "./npm/lockfile/lockfile-entry.ts";
export { type LockfileTool, lockfileTool } from "./npm/lockfile/lockfile-tool.ts";
export { type NormalisedLockfile, normaliseLockfile } from "./npm/lockfile/normalise-lockfile.ts";
export { readBunLock } from "./npm/lockfile/read-bun-lock.ts";
export { readPackageLock } from "./npm/lockfile/read-package-lock.ts";
export { readPnpmLock } from "./npm/lockfile/read-pnpm-lock.ts";
export { type NpmLocator, parseNpmLocator, readYarnLock } from "./npm/lockfile/read-yarn-lock.ts";
export { yarnDefaultRegistry } from "./npm/lockfile/yarn-default-registry.ts";
