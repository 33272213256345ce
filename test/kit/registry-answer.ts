import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import type { RecordedPackages } from "./recorded-packages.ts";
import type { RegistryPath } from "./registry-path.ts";
import { searchPackages } from "./registry-search.ts";
import { bulkAdvisories, quickAudit, type Advisories } from "./security-advisories.ts";
import { abbreviate, modifiedTime, placeTarballs, type ServedPackument } from "./served-packument.ts";

/** One answer of a registry, before it is packed for a request. */
export type RegistryAnswer = {
  readonly status: number;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): RegistryAnswer => ({
  status,
  body: Buffer.from(JSON.stringify(value)),
  headers: { "content-type": "application/json", ...headers },
});

const notFound = jsonAnswer(404, { error: "Not found" });

const packumentHeaders = { "cache-control": "public, max-age=300", vary: "Accept-Encoding, Accept" };

/** The whole body as it came. */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const parsedBody = (headers: IncomingHttpHeaders, body: Buffer): never =>
  JSON.parse((headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString()) as never;

/**
 * Sends an answer as the public registry does: strong ETag, 304 for a matching If-None-Match, gzip where accepted.
 * Returns the status that was sent.
 */
export const sendAnswer = (request: IncomingMessage, response: ServerResponse, answer: RegistryAnswer): number => {
  const headers: Record<string, string | number> = { ...answer.headers };
  const cacheable = answer.status === 200 && request.method !== "POST";
  if (cacheable) headers["etag"] = `"${createHash("sha1").update(answer.body).digest("hex")}"`;
  if (cacheable && request.headers["if-none-match"]?.split(/,\s*/).includes(String(headers["etag"]))) {
    response.writeHead(304, headers).end();
    return 304;
  }
  const packed = headers["content-type"] !== "application/octet-stream" && answer.body.length > 1000;
  const gzipped = packed && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const body = gzipped ? gzipSync(answer.body, { level: 1 }) : answer.body;
  if (gzipped) headers["content-encoding"] = "gzip";
  headers["content-length"] = body.length;
  response.writeHead(answer.status, headers).end(request.method === "HEAD" ? undefined : body);
  return answer.status;
};

/** Answers for what `packages` holds; `base` is where `dist.tarball` points, `undefined` leaves it out. */
export const createRegistryAnswer = (
  packages: RecordedPackages,
  advisories: Advisories,
  base: () => string | undefined,
) => {
  const packument = (name: string): ServedPackument | undefined => {
    const known = packages.packument(name);
    return known === undefined ? undefined : placeTarballs(known, base());
  };

  return (path: RegistryPath, headers: IncomingHttpHeaders, body: Buffer): RegistryAnswer => {
    switch (path.kind) {
      case "packument": {
        const found = packument(path.name);
        if (found === undefined) return notFound;
        const short = headers.accept?.includes("application/vnd.npm.install-v1+json") === true;
        const changed = { "last-modified": new Date(modifiedTime(found)).toUTCString() };
        const type = { "content-type": short ? "application/vnd.npm.install-v1+json" : "application/json" };
        return jsonAnswer(200, short ? abbreviate(found) : found, { ...packumentHeaders, ...changed, ...type });
      }
      case "manifest": {
        const found = packument(path.name);
        const manifest = found?.versions[found["dist-tags"][path.version] ?? path.version];
        return manifest === undefined
          ? jsonAnswer(404, `version not found: ${path.version}`)
          : jsonAnswer(200, manifest, packumentHeaders);
      }
      case "tarball": {
        const tarball = packages.tarball(path.name, path.file);
        const kept = {
          "content-type": "application/octet-stream",
          "cache-control": "public, immutable, max-age=31557600",
        };
        return tarball === undefined ? notFound : { status: 200, body: tarball, headers: kept };
      }
      case "dist-tags": {
        const found = packages.packument(path.name);
        return found === undefined ? notFound : jsonAnswer(200, found["dist-tags"]);
      }
      case "ping":
        return jsonAnswer(200, {});
      case "whoami":
        return jsonAnswer(401, { message: "Unauthorized" });
      case "search":
        return jsonAnswer(200, searchPackages(packages, path.query));
      case "advisories-bulk":
        return jsonAnswer(200, bulkAdvisories(advisories, parsedBody(headers, body)));
      case "audits-quick":
        return jsonAnswer(200, quickAudit(advisories, parsedBody(headers, body)));
      case "other":
        return notFound;
    }
  };
};
