import type { ErrorCode } from "@headwater/resolver";

/** A command line that cannot be understood. */
export const USAGE_EXIT_CODE = 2;

/**
 * What each code means to a shell: 1 what was asked for is absent or refused, 2 the request or the configuration is wrong,
 * 3 the outside failed, 4 the store failed, 5 this machine cannot do it, 70 a fault of the program; 127 and 130 as shells
 * have them.
 */
const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  DOMAIN_NOT_FOUND: 1,
  REPOSITORY_NOT_FOUND: 1,
  PACKAGE_NOT_FOUND: 1,
  PACKAGE_VERSION_NOT_FOUND: 1,
  ASSET_NOT_FOUND: 1,
  EXTERNAL_CONNECTION_NOT_FOUND: 1,
  PACKAGE_GROUP_NOT_FOUND: 1,
  ROUTE_NOT_FOUND: 1,
  PACKAGE_VERSION_REFUSED: 1,
  ACCESS_DENIED: 1,
  UNAUTHENTICATED: 1,
  NOT_SUPPORTED: 2,
  INVALID_NAME: 2,
  INVALID_VERSION: 2,
  INVALID_ARGUMENT: 2,
  UPSTREAM_LIMIT_EXCEEDED: 2,
  UPSTREAM_CYCLE: 2,
  EXTERNAL_CONNECTION_LIMIT_EXCEEDED: 2,
  ALREADY_EXISTS: 2,
  CONFLICT: 2,
  CONFIGURATION_INVALID: 2,
  CONFIGURATION_NOT_FOUND: 2,
  EXTERNAL_REGISTRY_UNREACHABLE: 3,
  EXTERNAL_REGISTRY_REFUSED: 3,
  EXTERNAL_REGISTRY_FAILED: 3,
  EXTERNAL_REGISTRY_INVALID_ANSWER: 3,
  EXTERNAL_ASSET_FOREIGN_HOST: 3,
  INTEGRITY_MISMATCH: 3,
  TOO_LARGE: 3,
  STORE_UNAVAILABLE: 4,
  STORE_READ_ONLY: 4,
  STORE_FULL: 4,
  STORE_BUSY: 4,
  STORE_ON_NETWORK_FILE_SYSTEM: 4,
  STORE_TOO_NEW: 4,
  STORE_CORRUPT: 4,
  KEY_NOT_FOUND: 4,
  KEY_WRONG: 4,
  PORT_IN_USE: 5,
  RUNTIME_UNSUPPORTED: 5,
  CLIENT_NOT_FOUND: 127,
  INTERRUPTED: 130,
  INTERNAL: 70,
};

/** The exit code of an error code. */
export const exitCode = (code: ErrorCode): number => EXIT_CODES[code];
