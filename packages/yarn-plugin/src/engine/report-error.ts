import { isHeadwaterError } from "@headwater/resolver";
import { MessageName, type Report, ReportError } from "@yarnpkg/core";
import type { ClaimedRequest } from "./answer-request.ts";
import { inYarn, linesInYarn } from "./in-yarn.ts";

/** A failure as Yarn reports it. What is no HeadwaterError is given back. */
export const reportError = (error: unknown): unknown =>
  isHeadwaterError(error) ? asReportError(errorLines(error)) : error;

/** What a person reads of a failure: code and message, what more the message has, and the hint. Each is one line of a report. */
export function errorLines({ code, message, hint }: Reason): readonly [string, ...string[]] {
  const [first = "", ...more] = linesInYarn(`${code}: ${message}`);
  return [first, ...more.map((line) => `  ${line}`), ...(hint === undefined ? [] : [`  ${inYarn(hint)}`])];
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
  const told = scopeHint ?? hint;
  const error = asReportError(errorLines({ code, message, ...(told === undefined ? {} : { hint: told }) }));
  error.originalError = networkError(request, response, body);
  return error;
}

/** What each report has been told beside its errors: five hundred packages fail for one reason, and need one hint. */
const toldIn = new WeakMap<Report, Set<string>>();

const asReportError = ([first, ...more]: readonly [string, ...string[]]): ReportError =>
  new ReportError(MessageName.NETWORK_ERROR, first, (report) => {
    const told = toldIn.get(report) ?? new Set();
    toldIn.set(report, told);
    for (const line of more) {
      if (!told.has(line)) report.reportError(MessageName.NETWORK_ERROR, line);
      told.add(line);
    }
  });

interface Reason {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What the body of an error says. Its `error` is message and hint in one, for clients that show nothing else. */
function reasonOf(body: Buffer, status: number): Reason {
  try {
    const { code, error, hint } = (JSON.parse(body.toString("utf8")) ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof code === "string" && typeof error === "string") {
      if (code === "INTERNAL") return { code, message: error, hint: FAULT_HINT };
      if (typeof hint !== "string") return { code, message: error };
      return { code, message: error.endsWith(hint) ? error.slice(0, -hint.length).trimEnd() : error, hint };
    }
  } catch (cause) {
    // An answer that the domain passed on from a registry need not be JSON.
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  return { code: "EXTERNAL_REGISTRY_FAILED", message: `The registry answered with status ${status}.` };
}

/** The domain has no such place: it is neither a package nor anything else that a registry answers. */
export const isUnknownRoute = ({ status }: Response, body: Buffer): boolean =>
  status === 404 && reasonOf(body, status).code === "ROUTE_NOT_FOUND";

const FAULT_HINT = "Please report this, with what is told at the end; HEADWATER_DEBUG=1 shows where it happened.";

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
