/**
 * Every code a {@link HeadwaterError} can carry. The list is closed: each edge (HTTP, npm, exit codes, …) maps all of it,
 * and a test proves each map total. Codes are never renamed and never reused.
 */
export const ERROR_CODES = [
  // what was asked for is not there
  "DOMAIN_NOT_FOUND",
  "REPOSITORY_NOT_FOUND",
  "PACKAGE_NOT_FOUND",
  "PACKAGE_VERSION_NOT_FOUND",
  "ASSET_NOT_FOUND",
  "EXTERNAL_CONNECTION_NOT_FOUND",
  "PACKAGE_GROUP_NOT_FOUND",
  "ROUTE_NOT_FOUND",
  // what was asked for is there, and refused
  "PACKAGE_VERSION_REFUSED",
  "ACCESS_DENIED",
  "UNAUTHENTICATED",
  "NOT_SUPPORTED",
  // the request itself is wrong
  "INVALID_NAME",
  "INVALID_VERSION",
  "INVALID_ARGUMENT",
  "UPSTREAM_LIMIT_EXCEEDED",
  "UPSTREAM_CYCLE",
  "EXTERNAL_CONNECTION_LIMIT_EXCEEDED",
  "ALREADY_EXISTS",
  "CONFLICT",
  // configuration
  "CONFIGURATION_INVALID",
  "CONFIGURATION_NOT_FOUND",
  // the outside
  "EXTERNAL_REGISTRY_UNREACHABLE",
  "EXTERNAL_REGISTRY_REFUSED",
  "EXTERNAL_REGISTRY_FAILED",
  "EXTERNAL_REGISTRY_INVALID_ANSWER",
  "EXTERNAL_ASSET_FOREIGN_HOST",
  "INTEGRITY_MISMATCH",
  "TOO_LARGE",
  // the store
  "STORE_UNAVAILABLE",
  "STORE_READ_ONLY",
  "STORE_FULL",
  "STORE_BUSY",
  "STORE_ON_NETWORK_FILE_SYSTEM",
  "STORE_TOO_NEW",
  "STORE_CORRUPT",
  "KEY_NOT_FOUND",
  "KEY_WRONG",
  // this machine
  "PORT_IN_USE",
  "CLIENT_NOT_FOUND",
  "RUNTIME_UNSUPPORTED",
  "INTERRUPTED",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
