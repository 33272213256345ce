import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";
import { MessageName, ReportError } from "@yarnpkg/core";
import type { ClaimedRequest } from "./answer-request.ts";
import { inYarn } from "./in-yarn.ts";

/** A failure as Yarn reports it: code and message in one line, the hint in the next. What is no HeadwaterError is given back. */
export function reportError(error: unknown): unknown {
  if (!isHeadwaterError(error)) return error;
  return withHint(`${error.code}: ${error.message}`, error.hint);
}

/**
 * The error for an answer of the domain that is none of success. It carries what Yarn's own network error would, because
 * callers look into it: for the status, and for how to authenticate. Proven in test/yarn/scopes.test.ts
 */
export function refusedRequest(
  request: ClaimedRequest,
  response: Response,
  body: Buffer,
  { scope, repository }: { readonly scope: string | undefined; readonly repository: string },
): ReportError {
  const { code, message, hint } = reasonOf(body, response.status);
  const scopeHint =
    scope !== undefined && response.status === 404 && isConfiguredScope(request, scope)
      ? `Packages of ${scope} are asked of the repository ${repository}; to fetch them from their own registry, list the scope under direct in headwater.yml.`
      : undefined;
  const error = withHint(`${code}: ${message}`, scopeHint ?? hint);
  error.originalError = networkError(request, response, body);
  return error;
}

function withHint(message: string, hint: string | undefined): ReportError {
  const extra = hint === undefined ? undefined : inYarn(hint);
  return new ReportError(MessageName.NETWORK_ERROR, inYarn(message), (report) => {
    if (extra !== undefined) report.reportError(MessageName.NETWORK_ERROR, `  ${extra}`);
  });
}

interface Reason {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** What the body of an error says. Its `error` is message and hint in one, for clients that show nothing else. */
function reasonOf(body: Buffer, status: number): Reason {
  try {
    const { code, error, hint } = JSON.parse(body.toString("utf8")) as Readonly<Record<string, unknown>>;
    if (typeof code === "string" && typeof error === "string") {
      if (typeof hint !== "string") return { code, message: error };
      return { code, message: error.endsWith(hint) ? error.slice(0, -hint.length).trimEnd() : error, hint };
    }
  } catch (cause) {
    // An answer that the domain passed on from a registry need not be JSON.
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  return new HeadwaterError("EXTERNAL_REGISTRY_FAILED", `The registry answered with status ${status}.`) as Reason;
}

/** In the shape of `got`'s, which Yarn's own code reads. */
function networkError({ url, method, headers }: ClaimedRequest, response: Response, body: Buffer): Error {
  const { status, statusText } = response;
  return Object.assign(new Error(`Response code ${status} (${statusText})`), {
    name: "HTTPError",
    response: { statusCode: status, statusMessage: statusText, headers: Object.fromEntries(response.headers), body },
    request: {
      requestUrl: url,
      redirects: [],
      retryCount: 0,
      options: { method: method ?? "GET", headers, retry: { limit: 0 } },
    },
  });
}

const isConfiguredScope = ({ configuration }: ClaimedRequest, scope: string): boolean => {
  const scopes = configuration.settings.has("npmScopes") ? configuration.get("npmScopes") : undefined;
  return scopes instanceof Map && scopes.has(scope.slice(1));
};
