import type { IncomingMessage } from "node:http";
import { HeadwaterError } from "@headwater/resolver";

/** Methods whose requests have a body that anybody reads. */
export const hasBody = ({ method = "GET" }: IncomingMessage): boolean => method !== "GET" && method !== "HEAD";

/**
 * The request as the web platform has it.
 * @throws INVALID_ARGUMENT when target, host or method cannot be expressed as a `Request`
 */
export function requestFromNode(
  incoming: IncomingMessage,
  body: ReadableStream<Uint8Array> | undefined,
  signal: AbortSignal,
): Request {
  const { method = "GET", url = "/", rawHeaders } = incoming;
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  const scheme = "encrypted" in incoming.socket ? "https" : "http";
  const host = incoming.headers.host ?? "127.0.0.1";
  // Only a client that takes us for a proxy sends a whole URL here.
  const target = url.startsWith("/") ? `${scheme}://${host}${url}` : url;
  try {
    if (/[/\\?#]/.test(host)) throw new TypeError("The host would become part of the path.");
    if (body === undefined) return new Request(target, { method, headers, signal });
    return new Request(target, { method, headers, signal, body, duplex: "half" });
  } catch (cause) {
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `The request ${method} ${JSON.stringify(url.slice(0, 200))} cannot be understood.`,
      { cause },
    );
  }
}
