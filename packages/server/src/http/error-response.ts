import { type ErrorCode, HeadwaterError, isHeadwaterError } from "@headwater/resolver";

/**
 * What each code means to HTTP. What the outside did wrong is 424 and not 502: package managers repeat every 5xx after
 * tens of seconds, and the external registry's client has repeated the request already. So is what is wrong with the
 * store until somebody mends it: a user who is out of disk space should learn of it now, and not in a minute.
 */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  DOMAIN_NOT_FOUND: 404,
  REPOSITORY_NOT_FOUND: 404,
  PACKAGE_NOT_FOUND: 404,
  PACKAGE_VERSION_NOT_FOUND: 404,
  ASSET_NOT_FOUND: 404,
  EXTERNAL_CONNECTION_NOT_FOUND: 404,
  PACKAGE_GROUP_NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  // S5: a version that is refused looks absent; the reason stands in the body.
  PACKAGE_VERSION_REFUSED: 404,
  ACCESS_DENIED: 403,
  UNAUTHENTICATED: 401,
  NOT_SUPPORTED: 400,
  INVALID_NAME: 400,
  INVALID_VERSION: 400,
  INVALID_ARGUMENT: 400,
  UPSTREAM_LIMIT_EXCEEDED: 402,
  UPSTREAM_CYCLE: 409,
  EXTERNAL_CONNECTION_LIMIT_EXCEEDED: 402,
  ALREADY_EXISTS: 409,
  CONFLICT: 409,
  CONFIGURATION_INVALID: 500,
  CONFIGURATION_NOT_FOUND: 500,
  EXTERNAL_REGISTRY_UNREACHABLE: 424,
  EXTERNAL_REGISTRY_REFUSED: 424,
  EXTERNAL_REGISTRY_FAILED: 424,
  EXTERNAL_REGISTRY_INVALID_ANSWER: 424,
  EXTERNAL_ASSET_FOREIGN_HOST: 424,
  INTEGRITY_MISMATCH: 424,
  TOO_LARGE: 413,
  STORE_UNAVAILABLE: 503,
  STORE_READ_ONLY: 424,
  STORE_FULL: 424,
  STORE_BUSY: 503,
  STORE_ON_NETWORK_FILE_SYSTEM: 500,
  STORE_TOO_NEW: 500,
  STORE_CORRUPT: 424,
  KEY_NOT_FOUND: 500,
  KEY_WRONG: 500,
  PORT_IN_USE: 500,
  CLIENT_NOT_FOUND: 500,
  RUNTIME_UNSUPPORTED: 500,
  INTERRUPTED: 503,
  INTERNAL: 500,
};

/** The HTTP status of an error code. */
export const errorStatus = (code: ErrorCode): number => STATUS[code];

const textOf = ({ message, hint }: HeadwaterError): string => (hint === undefined ? message : `${message} ${hint}`);

/** What npm shows of a body is `error` alone, so message and hint stand there together. */
const errorBody = (error: HeadwaterError): string =>
  JSON.stringify({
    error: textOf(error),
    code: error.code,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });

/**
 * The answer to a request that failed. A failure without a code is a fault of the program: its text stays inside, and
 * `onFault` is told of it.
 */
export function errorResponse(error: unknown, onFault?: (error: unknown) => void): Response {
  const known = isHeadwaterError(error) ? error : faultError(error, onFault);
  const status = errorStatus(known.code);
  return new Response(errorBody(known), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(status === 401 ? { "www-authenticate": challenge(textOf(known)) } : {}),
    },
  });
}

/**
 * RFC 6750. The scheme (which knows no case) is in lower case because npm prints the challenge, and with it the reason,
 * only when it does not recognise the scheme; for `Bearer` it prints a text of its own about another command.
 */
const challenge = (reason: string): string =>
  `bearer realm="headwater", error="invalid_token", error_description="${reason.replace(/[^\x20-\x7e]|["\\]/g, "'")}"`;

function faultError(cause: unknown, onFault?: (error: unknown) => void): HeadwaterError {
  onFault?.(cause);
  return new HeadwaterError("INTERNAL", "Headwater failed while it answered this request.", {
    hint: "The log of the process that serves the domain says more; please report it.",
    cause,
  });
}
