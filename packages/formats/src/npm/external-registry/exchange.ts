import { type Clock, type ExternalConnection, HeadwaterError } from "@headwater/resolver";
import { type ExternalCredentials, authorizationFor } from "./credentials.ts";
import type { Fetch, FetchAnswer } from "./fetch.ts";
import { answeredWith, classifyFault, registryName, unreachable } from "./registry-errors.ts";
import { type Timeouts, withTimeout } from "./timeouts.ts";
import { parseRetryAfter } from "./with-retries.ts";

export interface ExternalRequest {
  readonly url: string;
  /** What messages say was asked for, e.g. `the packument of express`. */
  readonly subject: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

/** An answer whose body is still to come; whoever has it reads or cancels the body. */
export interface Exchange {
  readonly status: number;
  readonly headers: FetchAnswer["headers"];
  readonly body: ReadableStream<Uint8Array> | null;
  /** Ends the exchange because the registry is silent. */
  giveUp(): void;
}

export interface ExchangeOptions {
  readonly fetch: Fetch;
  readonly credentials: Readonly<Record<string, ExternalCredentials>>;
  readonly timeouts: Timeouts;
  readonly userAgent: string;
  readonly clock: Clock;
}

/** One request to a connection's registry and the head of its answer, redirects followed. Throws for 401, 403, 407, 429 and 5xx. */
export type SendRequest = (connection: ExternalConnection, request: ExternalRequest) => Promise<Exchange>;

const MAX_REDIRECTS = 5;

/**
 * A sender that follows at most five redirects and sends credentials to the connection's own host only: once a redirect has
 * left it, or has left `https`, they are not sent again.
 */
export function createSendRequest(options: ExchangeOptions): SendRequest {
  return async (connection, request) => {
    const credentials = options.credentials[connection.name];
    let { url, method = "GET", body } = request;
    let trusted = true;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const authorization: string | undefined = trusted ? authorizationFor(connection, url, credentials) : undefined;
      trusted = authorization !== undefined;
      const exchange = await sendOnce(options, connection, request, {
        url,
        method,
        headers: {
          "user-agent": options.userAgent,
          ...request.headers,
          ...(authorization === undefined ? {} : { authorization }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const location = REDIRECTS.has(exchange.status) ? exchange.headers.get("location") : null;
      if (location === null) return checkStatus(options, connection, request, exchange);
      await exchange.body?.cancel();
      url = redirectTarget(connection, request.subject, url, location);
      if (exchange.status === 303) [method, body] = ["GET", undefined];
    }
    throw failed(connection, `${request.subject} with more than ${MAX_REDIRECTS} redirects in a row`);
  };
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

async function sendOnce(
  { fetch, timeouts }: ExchangeOptions,
  connection: ExternalConnection,
  { subject, signal }: ExternalRequest,
  { url, ...init }: { url: string; method: string; headers: Record<string, string>; body?: Uint8Array },
): Promise<Exchange> {
  signal?.throwIfAborted();
  const patience = new AbortController();
  const giveUp = (): void => patience.abort();
  const both = signal === undefined ? patience.signal : AbortSignal.any([signal, patience.signal]);
  try {
    const answer = await withTimeout(
      fetch(url, { ...init, redirect: "manual", signal: both }),
      timeouts.headers,
      giveUp,
    );
    return { status: answer.status, headers: answer.headers, body: answer.body, giveUp };
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(connection, patience.signal.aborted ? "timeout" : classifyFault(error), subject, error);
  }
}

async function checkStatus(
  { clock }: ExchangeOptions,
  connection: ExternalConnection,
  { subject }: ExternalRequest,
  exchange: Exchange,
): Promise<Exchange> {
  const { status, headers } = exchange;
  if (status < 500 && ![401, 403, 407, 429, 451].includes(status)) return exchange;
  await exchange.body?.cancel();
  throw answeredWith(connection, status, subject, parseRetryAfter(headers.get("retry-after"), clock.now()));
}

function redirectTarget(connection: ExternalConnection, subject: string, from: string, location: string): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw failed(connection, `${subject} with a redirect to nowhere`);
  // Credentials in a redirect are the registry's idea, not ours.
  [url.username, url.password] = ["", ""];
  return url.href;
}

const failed = (connection: ExternalConnection, what: string): HeadwaterError =>
  new HeadwaterError("EXTERNAL_REGISTRY_FAILED", `${registryName(connection)} answered ${what}.`, {
    hint: "Check the external connection's URL.",
    details: { connection: connection.name },
  });
