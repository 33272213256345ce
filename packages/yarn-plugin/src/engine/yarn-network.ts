import { type HostNetwork, orAborted } from "@headwater/domain";
import { type ExternalCredentials, FORBIDDEN_BY_HOST, type Fetch, type FetchAnswer } from "@headwater/formats";
import { type Configuration, MessageName, type ReportError, httpUtils } from "@yarnpkg/core";
import { registryCredentials, registrySettings } from "../settings/registries.ts";

/** `got` has timeouts of its own and gives an answer only when it is whole, so ours must not come first; in milliseconds. */
const PATIENCE = 600_000;

/**
 * The way out through Yarn: its proxies, certificates, timeouts, repetitions and limits. Each request is marked as ours, so
 * that the hook lets it pass. A project that uses another registry than Yarn's default has its packages from there.
 * Proven in test/yarn/install.test.ts
 */
export function yarnNetwork(configuration: Configuration, ownRequests: WeakSet<object>): HostNetwork {
  const registry = projectRegistry(configuration);
  return {
    fetch: createYarnFetch(configuration, ownRequests),
    timeouts: { connect: PATIENCE, headers: PATIENCE, body: PATIENCE },
    ...(registry === undefined ? {} : { registry }),
  };
}

/** The registry of a project that has chosen one of its own, or has credentials for Yarn's default; the endpoint of `headwater exec` is no outside. */
function projectRegistry(configuration: Configuration): HostNetwork["registry"] {
  const { registry, defaultRegistry } = registrySettings(configuration);
  const url = `${registry.replace(/\/+$/, "")}/`;
  if (defaultRegistry === undefined || !URL.canParse(url) || url === configuration.env["HEADWATER_ENDPOINT"])
    return undefined;
  const credentials = credentialsOf(registryCredentials(configuration, registry));
  if (credentials === undefined && url === `${defaultRegistry.replace(/\/+$/, "")}/`) return undefined;
  return { url, ...(credentials === undefined ? {} : { credentials }) };
}

function credentialsOf({ token, ident }: ReturnType<typeof registryCredentials>): ExternalCredentials | undefined {
  if (token !== undefined) return { type: "token", token };
  if (ident === undefined) return undefined;
  const plain = ident.includes(":") ? ident : Buffer.from(ident, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  return { type: "basic", username: plain.slice(0, colon), password: plain.slice(colon + 1) };
}

/** A `fetch` over Yarn's own requests. Redirects are followed below it, without credentials on other hosts. */
function createYarnFetch(configuration: Configuration, ownRequests: WeakSet<object>): Fetch {
  return async (url, { method, headers, body, signal }) => {
    const marked = { ...headers };
    ownRequests.add(marked);
    signal.throwIfAborted();
    const request = httpUtils.request(url, body === undefined ? null : Buffer.from(body), {
      configuration,
      headers: marked,
      method: method as httpUtils.Method,
    });
    // Yarn's requests cannot be taken back; whoever gives up does not wait for them.
    return toAnswer(await orAborted(request.catch(answeredError), signal));
  };
}

/** What `got` rejects with for a status of 400 and more is an answer as well. */
function answeredError(error: unknown): httpUtils.Response {
  if (error instanceof Error && error.name === "HTTPError" && "response" in error)
    return error.response as httpUtils.Response;
  const setting = isReportError(error) ? FORBIDDING.get(error.reportCode) : undefined;
  if (setting === undefined) throw error;
  const { message } = error as ReportError;
  throw Object.assign(new Error(message, { cause: error }), { code: FORBIDDEN_BY_HOST, setting });
}

/** Yarn's settings that forbid a request, by what it says then. */
const FORBIDDING: ReadonlyMap<MessageName, string> = new Map([
  [MessageName.NETWORK_DISABLED, "Yarn's setting enableNetwork"],
  [MessageName.NETWORK_UNSAFE_HTTP, "Yarn's setting unsafeHttpWhitelist"],
]);

const isReportError = (error: unknown): error is ReportError => error instanceof Error && "reportCode" in error;

function toAnswer({ statusCode, headers, body }: httpUtils.Response): FetchAnswer {
  const bytes = body as Buffer;
  return {
    status: statusCode,
    headers: { get: (name) => [headers[name.toLowerCase()] ?? []].flat()[0] ?? null },
    body: new ReadableStream({
      start(controller) {
        if (bytes.length > 0) controller.enqueue(bytes);
        controller.close();
      },
    }),
  };
}
