// PUT /{package}
import {
  HeadwaterError,
  type JsonObject,
  type Notice,
  type PackageCoordinate,
  isHeadwaterError,
} from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { ownObject } from "../json-object.ts";
import { npmName, parseNpmName } from "../names.ts";
import { planDeprecations } from "../publish/plan-edits.ts";
import { type PublishedVersion, publishedVersion } from "../publish/published-version.ts";
import { type ReceivedDocument, receiveDocument } from "../publish/receive-document.ts";
import { publishRefused } from "../publish/refuse-publish.ts";
import { storedManifest } from "../publish/stored-manifest.ts";
import { ignoredDeprecations } from "./ignored-deprecations.ts";
import { noMetadata } from "./not-supported.ts";
import type { NpmContext, Route } from "./route.ts";
import { shadowedTags, writtenAnswer } from "./written-answer.ts";

/** A publish, when a tarball comes with the document; else an edit of metadata, of which there is one: deprecation (N5). */
export const publishRoute: Route = {
  methods: ["PUT"],
  pattern: ":package",
  async respond(npm, request, { package: name = "" }) {
    const asked = parseNpmName(name);
    requireOwnScope(request, asked);
    requirePlainBody(request);
    // Nobody should send 2 GB to learn that the repository's name is wrong.
    await npm.resolver.reachableConnections(request.repository, "npm");
    const received = await receiveDocument(npm.resolver, request.request);
    const { tarball } = received;
    return tarball === undefined
      ? deprecate(npm, request, asked, received.document)
      : publish(npm, request, asked, received.document, tarball);
  },
};

async function publish(
  npm: NpmContext,
  request: FormatRequest,
  asked: PackageCoordinate,
  document: JsonObject,
  tarball: NonNullable<ReceivedDocument["tarball"]>,
): Promise<Response> {
  const { repository } = request;
  const { version, manifest } = await understood(npm, request, asked, document, tarball);
  const { coordinate, tags } = version;
  const published = await npm.resolver.publishPackageVersion({
    repository,
    coordinate,
    manifest,
    assets: [tarball.staged],
    tags,
  });
  const set = Object.fromEntries(tags.map((tag) => [tag, coordinate.version]));
  const shadowed = published.created ? await shadowedTags(npm, request, asked, set) : [];
  return writtenAnswer(published.created ? 201 : 200, [...published.notices, ...shadowed]);
}

/** What is to be published, once everything that came agrees; else nothing stays of it. */
async function understood(
  npm: NpmContext,
  request: FormatRequest,
  asked: PackageCoordinate,
  document: JsonObject,
  tarball: NonNullable<ReceivedDocument["tarball"]>,
): Promise<{ readonly version: PublishedVersion; readonly manifest: JsonObject }> {
  try {
    const version = publishedVersion(asked, document, tarball.file);
    await requireOneVersion(npm, request, version);
    return { version, manifest: storedManifest(version, document, tarball) };
  } catch (error) {
    await npm.resolver.discardStagedAssets([tarball.staged]);
    throw error;
  }
}

/** Versions beside the published one are fine only as a repetition of what is shown anyway. */
async function requireOneVersion(
  { resolver }: NpmContext,
  { repository }: FormatRequest,
  { coordinate, repeated }: PublishedVersion,
): Promise<void> {
  if (repeated.length === 0) return;
  const shown = new Set<string>();
  try {
    const { versions, external } = await (await resolver.viewPackage(repository, coordinate)).load();
    for (const version of [...versions.keys(), ...(external?.versions ?? [])]) shown.add(version);
  } catch (error) {
    if (!isHeadwaterError(error) || error.code !== "PACKAGE_NOT_FOUND") throw error;
  }
  const unknown = repeated.find((version) => !shown.has(version));
  if (unknown !== undefined)
    throw publishRefused(`its document has ${JSON.stringify(unknown.slice(0, 120))} beside ${coordinate.version}`, {
      hint: "Nothing was published. Publish one version at a time.",
    });
}

async function deprecate(
  npm: NpmContext,
  request: FormatRequest,
  asked: PackageCoordinate,
  document: JsonObject,
): Promise<Response> {
  if (ownObject(document, "versions") === undefined) throw noMetadata(request, document);
  await npm.resolver.editPackage(request.repository, asked, (held) => planDeprecations(asked, document, held));
  const notices: readonly Notice[] = await ignoredDeprecations(npm, request, asked, document);
  return writtenAnswer(200, notices);
}

/** An endpoint for one scope takes only packages of that scope. */
function requireOwnScope({ baseUrl }: FormatRequest, coordinate: PackageCoordinate): void {
  const [, scope] = /\/@([^/]+)\/$/.exec(baseUrl) ?? [];
  if (scope === undefined || coordinate.namespace === scope) return;
  throw new HeadwaterError("INVALID_NAME", `${npmName(coordinate)} was sent to the address of the scope @${scope}.`, {
    hint: "Publish it to the repository's own address, without the scope.",
    details: { package: npmName(coordinate), scope },
  });
}

function requirePlainBody({ request }: FormatRequest): void {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") throw publishRefused(`its body is encoded as ${JSON.stringify(encoding.slice(0, 40))}`);
}
