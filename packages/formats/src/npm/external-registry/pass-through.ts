import { type ExternalConnection, HeadwaterError, type JsonObject } from "@headwater/resolver";
import { asJsonObject, ownMember } from "../json-object.ts";
import { escapedNpmName } from "../names.ts";
import type { ExternalRequest, SendRequest } from "./exchange.ts";
import type { ExternalSearchResult, NpmExternalRegistry, PassedAnswer } from "./npm-external-registry.ts";
import { readBody } from "./read-body.ts";
import { answeredWith, registryName } from "./registry-errors.ts";

/** Answers that are given on are at most this large, in bytes. */
const MAX_BYTES = 32 * 1024 * 1024;

const ADVISORY_PATHS = {
  bulk: "-/npm/v1/security/advisories/bulk",
  quick: "-/npm/v1/security/audits/quick",
  full: "-/npm/v1/security/audits",
} as const;

type PassedMethods = Pick<NpmExternalRegistry, "search" | "advisories" | "attestations" | "signingKeys">;

/** What npm clients ask that is about no stored package: given to the connection's registry and back. */
export function createPassThrough(send: SendRequest, idleTimeout: number): PassedMethods {
  const pass = async (connection: ExternalConnection, request: ExternalRequest): Promise<PassedAnswer> => {
    const exchange = await send(connection, request);
    const body = await readBody(connection, request, exchange, { idleTimeout, maxBytes: MAX_BYTES });
    // Passed on without a word it would tell the client nothing.
    if (exchange.status >= 400 && body.byteLength === 0)
      throw answeredWith(connection, exchange.status, request.subject);
    return { status: exchange.status, contentType: exchange.headers.get("content-type") ?? "application/json", body };
  };
  const get = async (connection: ExternalConnection, path: string, subject: string, signal: AbortSignal | undefined) =>
    await pass(connection, {
      url: connection.url + path,
      subject,
      headers: { accept: "application/json" },
      ...(signal === undefined ? {} : { signal }),
    });

  return {
    async search(connection, query, { signal } = {}) {
      const subject = "a search";
      const answer = await get(connection, `-/v1/search?${query.toString()}`, subject, signal);
      if (answer.status !== 200) throw answeredWith(connection, answer.status, subject);
      return parseSearch(connection, answer.body);
    },
    async advisories(connection, kind, body, contentEncoding, { signal } = {}) {
      return await pass(connection, {
        url: connection.url + ADVISORY_PATHS[kind],
        subject: "security advisories",
        method: "POST",
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          ...(contentEncoding === undefined ? {} : { "content-encoding": contentEncoding }),
        },
        body,
        ...(signal === undefined ? {} : { signal }),
      });
    },
    async attestations(connection, coordinate, { signal } = {}) {
      const path = `-/npm/v1/attestations/${escapedNpmName(coordinate)}@${encodeURIComponent(coordinate.version)}`;
      return await get(connection, path, "attestations", signal);
    },
    async signingKeys(connection, { signal } = {}) {
      return await get(connection, "-/npm/v1/keys", "signing keys", signal);
    },
  };
}

function parseSearch(connection: ExternalConnection, body: Uint8Array): ExternalSearchResult {
  try {
    const answer = asJsonObject(JSON.parse(Buffer.from(body).toString("utf8")));
    const objects = answer === undefined ? undefined : ownMember(answer, "objects");
    const total = answer === undefined ? undefined : ownMember(answer, "total");
    if (!Array.isArray(objects)) throw new TypeError("no `objects`");
    const found = objects.map(asJsonObject).filter((object): object is JsonObject => object !== undefined);
    return { objects: found, total: typeof total === "number" ? total : found.length };
  } catch (error) {
    throw new HeadwaterError(
      "EXTERNAL_REGISTRY_INVALID_ANSWER",
      `${registryName(connection)} answered a search with something else.`,
      {
        hint: "Check that the external connection's URL is that of an npm registry.",
        cause: error,
      },
    );
  }
}
