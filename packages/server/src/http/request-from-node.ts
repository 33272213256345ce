import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { HeadwaterError } from "@headwater/resolver";

/**
 * The request as the web platform has it. Its body is read only as the handler reads it.
 * @throws INVALID_ARGUMENT when target, host or method cannot be expressed as a `Request`
 */
export function requestFromNode(incoming: IncomingMessage, signal: AbortSignal): Request {
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
    if (method === "GET" || method === "HEAD") return new Request(target, { method, headers, signal });
    const body = Readable.toWeb(incoming) as NodeReadableStream<Uint8Array>;
    return new Request(target, { method, headers, signal, body, duplex: "half" });
  } catch (cause) {
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `The request ${method} ${JSON.stringify(url.slice(0, 200))} cannot be understood.`,
      { cause },
    );
  }
}
