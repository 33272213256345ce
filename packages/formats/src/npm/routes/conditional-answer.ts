import { createHash } from "node:crypto";
import type { Notice } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";

/** A strong ETag over everything that an answer depends on. */
export function strongEtag(...inputs: readonly string[]): string {
  return `"${createHash("sha256").update(JSON.stringify(inputs)).digest("base64url")}"`;
}

/** Does the request say that the client has exactly this answer already? */
export function hasCurrent({ request }: FormatRequest, etag: string): boolean {
  const known = request.headers.get("if-none-match");
  if (known === null) return false;
  return known.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

/** The header that npm prints for its user; absent without notices. */
export function noticeHeader(notices: readonly Notice[]): Readonly<Record<string, string>> {
  const text = notices.map(({ message }) => message).join(" ");
  return text === "" ? {} : { "npm-notice": text.replace(/[^\u0020-\u007e]+/g, " ").slice(0, 1000) };
}

/** An answer in JSON that is computed at each request; 304 and HEAD as asked. */
export function jsonAnswer(
  request: FormatRequest,
  body: string | Uint8Array,
  { etag, notices = [] }: { readonly etag?: string; readonly notices?: readonly Notice[] } = {},
): Response {
  const headers = {
    "content-type": "application/json",
    "cache-control": request.cacheControl,
    ...(etag === undefined ? {} : { etag }),
    ...noticeHeader(notices),
  };
  if (etag !== undefined && hasCurrent(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(request.request.method === "HEAD" ? null : asBody(body), { headers });
}

/** Bytes as a response body that nobody copies: `Response` would copy a view, but takes a stream's chunks as they are. */
export function asBody(body: string | Uint8Array): string | ReadableStream<Uint8Array> {
  if (typeof body === "string") return body;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(body);
      controller.close();
    },
  });
}
