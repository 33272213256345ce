export { type Asset, type AssetHashes, type AssetLocation, type AssetSummary } from "./asset/asset.ts";
export { type JsonObject, type JsonValue, canonicalJson } from "./asset/canonical-json.ts";
export { createDigest } from "./asset/digest.ts";
export { integrityOf, satisfiesIntegrity } from "./asset/integrity.ts";
export { MAX_DIST_TAGS } from "./dist-tag/tag-limit.ts";
export {
  TAG_PRECEDENCES,
  type TagPrecedence,
  type TagPrecedenceRules,
  parseTagPattern,
  tagPrecedenceOf,
} from "./dist-tag/tag-precedence.ts";
export { ERROR_CODES, type ErrorCode } from "./errors/error-codes.ts";
export { HeadwaterError, type HeadwaterErrorOptions, isHeadwaterError } from "./errors/headwater-error.ts";
export { redact } from "./errors/redact.ts";
export {
  EXTERNAL_CONNECTIONS,
  type ExternalConnectionName,
  connectionFormat,
  parseExternalConnectionName,
} from "./external-connection/connections.ts";
export type { ExternalMetadata } from "./external-connection/external-metadata.ts";
export type { IndexChanges } from "./external-connection/index-changes.ts";
export type { RefreshReport, RefreshedRegistry } from "./external-connection/refresh-report.ts";
export {
  type GarbageItem,
  type GarbageOptions,
  type GarbageReport,
  type Removed,
  UNUSED_FOR,
} from "./garbage/garbage-report.ts";
export { parseAccountId } from "./names/account-id.ts";
export {
  PACKAGE_FORMATS,
  type PackageCoordinate,
  type PackageFormat,
  type PackageVersionCoordinate,
  displayName,
  packageOf,
  packagePath,
  packageVersionPath,
} from "./names/coordinate.ts";
export { parseDomainName } from "./names/domain-name.ts";
export { parseRepositoryName } from "./names/repository-name.ts";
export type { OriginControl, OriginControls } from "./package/origin-controls.ts";
export type { AssociationType } from "./package-group/match-pattern.ts";
export {
  ORIGIN_RESTRICTION_MODES,
  ORIGIN_RESTRICTION_TYPES,
  type OriginRestriction,
  type OriginRestrictionMode,
  type OriginRestrictionType,
  type OriginRestrictions,
  type PackageGroup,
} from "./package-group/package-group.ts";
export type { PackageRecord } from "./package/package-record.ts";
export type { Origin } from "./package-version/origin.ts";
export { type Reference, type RevisionContent, needsRevision } from "./package-version/reference.ts";
export { type Revision, makeRevision } from "./package-version/revision.ts";
export {
  PACKAGE_VERSION_STATUSES,
  type PackageVersionStatus,
  TARGET_STATUSES,
  type TargetStatus,
} from "./package-version/status.ts";
export type { AssetStore, AssetWriter, StoredAssetEntry } from "./ports/asset-store.ts";
export type { Clock } from "./ports/clock.ts";
export type {
  ExternalAnswer,
  ExternalAsset,
  ExternalConnection,
  ExternalDocument,
  ExternalIndex,
  ExternalRegistry,
  ExternalValidator,
  ExternalVersion,
} from "./ports/external-registry.ts";
export type {
  Change,
  CommitResult,
  Cursor,
  GarbageMark,
  GroupsWritten,
  KeyOf,
  ListedRecord,
  RecordKey,
  RecordOf,
  RecordPage,
  RecordPrefix,
  Records,
  RecordType,
  ReferenceStore,
  Stamp,
  Stored,
} from "./ports/reference-store.ts";
export type { Rendition, RenditionKey, RenditionStore } from "./ports/rendition-store.ts";
export type { Domain } from "./repository/domain.ts";
export type { Repository } from "./repository/repository.ts";
export { MAX_DIRECT_UPSTREAMS } from "./repository/upstream-limits.ts";
export { findUpstreamCycle } from "./repository/validate-upstreams.ts";
export {
  DEFAULT_RESOLVER_SETTINGS,
  type ManifestSummary,
  type PackageDependency,
  type ReadReadme,
  type ResolverPorts,
  type ResolverSettings,
} from "./ports/resolver-ports.ts";
export { type CreateResolverOptions, createResolver } from "./use-cases/create-resolver.ts";
export type * from "./use-cases/descriptions.ts";
export type { Notice } from "./use-cases/notice.ts";
export type * from "./use-cases/publishing.ts";
export type * from "./use-cases/group-descriptions.ts";
export type * from "./use-cases/installs.ts";
export type * from "./use-cases/resolver.ts";
export {
  type Damage,
  type Finding,
  type Outcome,
  type Referrer,
  type VerifyOptions,
  type VerifyReport,
  isSound,
} from "./verification/verify-report.ts";
