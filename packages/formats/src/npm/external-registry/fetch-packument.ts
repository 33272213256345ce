import { createHash } from "node:crypto";
import {
  type ExternalAnswer,
  type ExternalConnection,
  type ExternalValidator,
  HeadwaterError,
  type PackageCoordinate,
} from "@headwater/resolver";
import { escapedNpmName, npmName } from "../names.ts";
import { parsePackument } from "../packument/parse.ts";
import type { ExternalRequest, SendRequest } from "./exchange.ts";
import type { ParsedPackuments } from "./parsed-packuments.ts";
import { readBody } from "./read-body.ts";
import { answeredWith, registryName } from "./registry-errors.ts";

export interface FetchPackumentOptions {
  readonly send: SendRequest;
  readonly parsed: ParsedPackuments;
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly idleTimeout: number;
}

/**
 * The full packument, once, as the registry has it: all that a repository shows is computed from that. What is no packument
 * is refused here, before anybody stores it.
 */
export async function fetchPackument(
  { send, parsed, maxBytes, idleTimeout }: FetchPackumentOptions,
  connection: ExternalConnection,
  coordinate: PackageCoordinate,
  validator: ExternalValidator,
  signal: AbortSignal | undefined,
): Promise<ExternalAnswer> {
  const request: ExternalRequest = {
    url: connection.url + escapedNpmName(coordinate),
    subject: `the packument of ${npmName(coordinate)}`,
    headers: { accept: "application/json", "accept-encoding": "gzip", ...conditions(validator) },
    ...(signal === undefined ? {} : { signal }),
  };
  const exchange = await send(connection, request);
  const { status, headers } = exchange;
  if (status !== 200) await exchange.body?.cancel();
  if (status === 404 || status === 410) return { type: "absent" };
  if (status === 304) {
    if (validator.etag !== undefined || validator.lastModified !== undefined) return { type: "unchanged" };
    throw invalidStatus(connection, request, status);
  }
  if (status >= 400) throw answeredWith(connection, status, request.subject);
  if (status !== 200) throw invalidStatus(connection, request, status);

  const document = await readBody(connection, request, exchange, { idleTimeout, maxBytes });
  const documentId = createHash("sha256").update(document).digest("base64url");
  parsed.remember(documentId, document.byteLength, parsePackument(coordinate, document));
  const [etag, lastModified] = [headers.get("etag"), headers.get("last-modified")];
  return {
    type: "found",
    document,
    ...(etag === null ? {} : { etag }),
    ...(lastModified === null ? {} : { lastModified }),
  };
}

function conditions({ etag, lastModified }: ExternalValidator): Record<string, string> {
  if (etag !== undefined) return { "if-none-match": etag };
  return lastModified === undefined ? {} : { "if-modified-since": lastModified };
}

const invalidStatus = (connection: ExternalConnection, { subject }: ExternalRequest, status: number): HeadwaterError =>
  new HeadwaterError(
    "EXTERNAL_REGISTRY_INVALID_ANSWER",
    `${registryName(connection)} answered ${subject} with status ${status}, which makes no sense here.`,
    {
      hint: "Check that the external connection's URL is that of an npm registry.",
      details: { connection: connection.name, status },
    },
  );
