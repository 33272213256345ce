import { type ErrorCode, type ExternalConnection, HeadwaterError, isHeadwaterError } from "@headwater/resolver";

/**
 * How an exchange failed: `connect` nobody answered there, `timeout` the registry did not begin to answer, `silent` it began
 * and stopped, `certificate` it is not who it should be, `broken` the connection broke off, `forbidden` the settings of the
 * host that lets us out do not allow it, `offline` nobody was asked.
 */
export type Fault = "connect" | "timeout" | "silent" | "certificate" | "broken" | "forbidden" | "offline";

/** The `code` of an error by which a host's `fetch` says that its settings do not allow the request; its `setting` names the one that is to blame. */
export const FORBIDDEN_BY_HOST = "ENETWORKFORBIDDEN";

/** How messages name a connection's registry, without credentials. */
export const registryName = (connection: ExternalConnection): string =>
  `${connection.name} (${new URL(connection.url).origin})`;

/** EXTERNAL_REGISTRY_UNREACHABLE for a fault, which stands in `details.fault`. */
export function unreachable(
  connection: ExternalConnection,
  fault: Fault,
  subject: string,
  cause?: unknown,
): HeadwaterError {
  return new HeadwaterError(
    "EXTERNAL_REGISTRY_UNREACHABLE",
    `${registryName(connection)} could not be asked for ${subject}: ${explanationOf(fault, cause)}.`,
    { hint: HINTS[fault], cause, details: { connection: connection.name, fault } },
  );
}

/** The error for an answer's status. `retryAfter` is what the registry asked for, in milliseconds. */
export function answeredWith(
  connection: ExternalConnection,
  status: number,
  subject: string,
  retryAfter?: number,
): HeadwaterError {
  const refused = status === 401 || status === 403 || status === 407 || status === 451;
  const code: ErrorCode = refused ? "EXTERNAL_REGISTRY_REFUSED" : "EXTERNAL_REGISTRY_FAILED";
  const hint = refused ? refusalHint(status) : failureHint(status, retryAfter);
  return new HeadwaterError(code, `${registryName(connection)} answered ${subject} with status ${status}.`, {
    hint,
    details: { connection: connection.name, status, ...(retryAfter === undefined ? {} : { retryAfter }) },
  });
}

const refusalHint = (status: number): string =>
  status === 451
    ? "Choose another package: this one may not be given out."
    : "Check the credentials of the external connection and what its account may read.";

function failureHint(status: number, retryAfter: number | undefined): string {
  if (status >= 500) return "Try again later; what the domain holds stays available.";
  if (status !== 429) return "The registry does not offer this; check the external connection's URL.";
  return `The registry asks for fewer requests; try again ${retryAfter === undefined ? "later" : `in ${Math.ceil(retryAfter / 1000)} s`}.`;
}

/** The fault of an error made by {@link unreachable}, else `undefined`. */
export function faultOf(error: unknown): Fault | undefined {
  if (!isHeadwaterError(error) || error.code !== "EXTERNAL_REGISTRY_UNREACHABLE") return undefined;
  return error.details["fault"] as Fault | undefined;
}

/** Which fault made `fetch` reject. */
export function classifyFault(error: unknown): Fault {
  const code = codeOf(error);
  if (code === undefined) return "broken";
  if (code === FORBIDDEN_BY_HOST) return "forbidden";
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return "timeout";
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return "certificate";
  return /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_ABORTED)$/.test(
    code,
  )
    ? "connect"
    : "broken";
}

/** The system's or undici's code, which `fetch` hides in causes. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

/** Why, with the code that the system or the registry gave, or the setting that would have to change. */
function explanationOf(fault: Fault, cause: unknown): string {
  if (fault === "forbidden" && cause instanceof Error && "setting" in cause)
    return `${String(cause.setting)} does not allow it`;
  const code = codeOf(cause);
  return code === undefined || fault === "forbidden" ? EXPLANATIONS[fault] : `${EXPLANATIONS[fault]} (${code})`;
}

const EXPLANATIONS: Readonly<Record<Fault, string>> = {
  connect: "no connection could be made",
  timeout: "it did not answer in time",
  silent: "it did not answer in time to the end",
  certificate: "its certificate is not trusted",
  broken: "the connection broke off",
  forbidden: "the package manager's own settings do not allow it",
  offline: "this domain works offline",
};

const SILENCE_HINT =
  "Check the network and the proxy settings, or give a slow registry more time (`timeout` of its connection; in Yarn: httpTimeout); what the domain holds stays available.";

const HINTS: Readonly<Record<Fault, string>> = {
  connect:
    "Check the network, the proxy settings and the external connection's URL; what the domain holds stays available.",
  timeout: SILENCE_HINT,
  silent: SILENCE_HINT,
  certificate:
    "Name your certificate authority in the configuration (in Yarn's: httpsCaFilePath), or check who answers in the registry's place.",
  broken: "Try again; what the domain holds stays available.",
  forbidden: "What the domain holds stays available; change that setting to fetch more.",
  offline: "Remove `offline: true` to fetch what the domain does not hold.",
};
