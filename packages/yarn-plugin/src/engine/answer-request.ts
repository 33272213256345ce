import { YARN_METADATA_TYPE } from "@headwater/formats";
import type { WrapNetworkRequestInfo, httpUtils } from "@yarnpkg/core";
import { claimOf, claimedRegistries, scopeOfPath, withoutDirect } from "../claims.ts";
import { registrySettings } from "../settings/registries.ts";
import type { InstallCourse } from "./failed-install.ts";
import type { ProjectDomains } from "./project-domains.ts";
import { isUnknownRoute, refusedRequest, reportError } from "./report-error.ts";

export interface ClaimedRequest extends WrapNetworkRequestInfo {
  readonly url: string;
  /** The project's registries, without a slash at the end. */
  readonly registries: readonly string[];
}

/** A fault of the program; what it was is among the domain's warnings. */
const FAULT = 500;

/** Yarn's default. */
const GET = "GET" as httpUtils.Method;

/** @see Engine.answer. Proven in test/yarn/commands.test.ts and test/yarn/scopes.test.ts */
export async function answerRequest(
  domains: ProjectDomains,
  course: Pick<InstallCourse, "asked" | "failed">,
  request: ClaimedRequest,
): Promise<httpUtils.Response | undefined> {
  const { url } = request;
  const project = await domains(request.configuration).catch((error: unknown) => {
    course.failed();
    throw reportError(error);
  });
  if (project === undefined) return undefined;
  const { direct } = project;
  const ours = [
    ...claimedRegistries(withoutDirect(registrySettings(request.configuration), direct)),
    ...project.registries.map((registry) => registry.replace(/\/$/, "")),
  ];
  const claim = claimOf(url, [...ours, ...request.registries]);
  if (claim === undefined || !ours.includes(claim.registry)) return undefined;
  const { registry, path } = claim;
  const scope = scopeOfPath(path);
  if (scope !== undefined && direct.includes(scope)) return undefined;

  const response = await project.handler(`${registry}/`)(toRequest(request, path));
  const bytes = await readWhole(response).catch((error: unknown) => {
    // A body that breaks after its beginning was good.
    course.failed();
    throw reportError(error);
  });
  if (!response.ok) {
    // Some registries keep tarballs at paths of their own, which lockfiles hold: these are the registry's to answer.
    if ((request.method ?? GET) === GET && isUnknownRoute(response, bytes)) return undefined;
    if (response.status !== FAULT) course.failed();
    throw refusedRequest(request, response, bytes, { scope, repository: project.repository });
  }
  if (wantsMetadata(request)) course.asked(decodeURIComponent(path.slice(1)));
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: bodyFor(request, bytes),
  };
}

/** Yarn takes whole bodies only. What comes in one piece, as most do, is not copied. */
async function readWhole({ body }: Response): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  const pieces: Uint8Array[] = [];
  for await (const piece of body as ReadableStream<Uint8Array>) pieces.push(piece);
  const [first] = pieces;
  if (first === undefined || pieces.length > 1) return Buffer.concat(pieces);
  return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
}

/** The handler answers one repository at its root, whatever the registry's own path is. */
function toRequest({ method = GET, headers = {}, body, jsonRequest }: ClaimedRequest, path: string): Request {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // Yarn asks for what it has on disk, and what it then expects cannot be told from here: it gets everything.
    if (typeof value === "string" && !/^if-/i.test(name)) sent.set(name, value);
  }
  if (wantsMetadata({ method, headers })) sent.set("accept", YARN_METADATA_TYPE);
  const raw = Buffer.isBuffer(body)
    ? new Uint8Array(body)
    : typeof body === "string" && jsonRequest !== true
      ? body
      : undefined;
  if (body !== null && raw === undefined) sent.set("content-type", "application/json");
  return new Request(`http://headwater.invalid${path}`, {
    method,
    headers: sent,
    ...(body === null ? {} : { body: raw ?? JSON.stringify(body) }),
  });
}

/** What a caller in Yarn expects: metadata picked and parsed, other JSON parsed where it says so, else bytes (client-interception A2). */
function bodyFor(request: ClaimedRequest, bytes: Buffer): unknown {
  if (wantsMetadata(request)) return withText(JSON.parse(bytes.toString("utf8")) as object);
  return request.jsonResponse === true ? (JSON.parse(bytes.toString("utf8")) as unknown) : bytes;
}

/** Yarn's resolver asks with conditions, also where it has none to state; nothing else does. */
const wantsMetadata = ({ method = GET, headers = {} }: Pick<ClaimedRequest, "method" | "headers">): boolean =>
  method === GET && Object.hasOwn(headers, "If-None-Match");

/** A caller that parses the body by itself, as every other one does, gets the same from an object. */
const withText = (metadata: object): object =>
  Object.defineProperty(metadata, "toString", { value: () => JSON.stringify(metadata), enumerable: false });
