// GET|HEAD /{package}/-/{file}.tgz
import { HeadwaterError, type PackageCoordinate, type ServedAsset, isHeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { ownObject, ownText } from "../json-object.ts";
import { npmName, parseNpmName } from "../names.ts";
import { tarballLocation } from "../tarball-location.ts";
import { TARBALL_ASSET, versionOfTarballFile } from "../tarball-path.ts";
import { hasCurrent } from "./conditional-answer.ts";
import type { NpmContext, Route } from "./route.ts";

/** The bytes of a version's one asset, `package.tgz` (A3). Streamed, never redirected (N4); what it keeps is Table 2's matter. */
export const tarballRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: ":package/-/:file",
  async respond(npm, request, { package: name = "", file = "" }) {
    const coordinate = parseNpmName(name);
    const asset = await fetchTarballFile(npm, request, coordinate, file.split("/").at(-1) ?? file);
    const etag = asset.hashes === undefined ? undefined : `"sha512-${asset.hashes["SHA-512"]}"`;
    const headers: Record<string, string> = {
      "content-type": "application/octet-stream",
      "cache-control": request.cacheControl === "no-store" ? "no-store" : "public, immutable, max-age=31536000",
      ...(etag === undefined ? {} : { etag }),
    };
    const known = etag !== undefined && hasCurrent(request, etag);
    if (!known && asset.size !== undefined) headers["content-length"] = String(asset.size);
    if (!known && request.request.method === "GET") return new Response(asset.body, { headers });
    await asset.body.cancel();
    return new Response(null, { status: known ? 304 : 200, headers });
  },
};

/** By the version that a conventional file name says; where that is none or not there, by the packument. */
async function fetchTarballFile(
  npm: NpmContext,
  request: FormatRequest,
  coordinate: PackageCoordinate,
  file: string,
): Promise<ServedAsset> {
  const { signal } = request.request;
  const fetch = (version: string): Promise<ServedAsset> =>
    npm.resolver.fetchAsset(request.repository, { ...coordinate, version }, TARBALL_ASSET, { signal });
  const said = versionOfTarballFile(coordinate, file);
  try {
    if (said !== undefined) return await fetch(said);
  } catch (error) {
    if (!isHeadwaterError(error) || error.code !== "PACKAGE_VERSION_NOT_FOUND") throw error;
    const listed = await listedVersionOf(npm, request, coordinate, file);
    if (listed === undefined || listed === said) throw error;
    return await fetch(listed);
  }
  const listed = await listedVersionOf(npm, request, coordinate, file);
  if (listed !== undefined) return await fetch(listed);
  throw new HeadwaterError(
    "PACKAGE_VERSION_NOT_FOUND",
    `${request.repository} has no tarball ${JSON.stringify(file.slice(0, 120))} of ${npmName(coordinate)}.`,
    {
      hint: `Run \`headwater explain ${npmName(coordinate)} --repository ${request.repository}\` to see what there is.`,
      details: { repository: request.repository, package: npmName(coordinate), file: file.slice(0, 300) },
    },
  );
}

/** The version whose `dist.tarball` has this file name, whether listed or not: lockfiles keep naming unlisted ones (X1). */
async function listedVersionOf(
  npm: NpmContext,
  { repository }: FormatRequest,
  coordinate: PackageCoordinate,
  file: string,
): Promise<string | undefined> {
  const view = await npm.resolver.viewPackage(repository, coordinate);
  const { versions, external } = await view.load();
  for (const [version, { revision }] of versions) {
    const dist = ownObject(revision.manifest, "dist");
    if (dist !== undefined && (ownText(dist, "tarball") ?? "").endsWith(`/-/${file}`)) return version;
  }
  if (external === undefined) return undefined;
  const owner = { connection: external.connection, defaultRegistryUrl: npm.defaultRegistryUrl };
  const packument = await npm.registry.readPackument(coordinate, external.document);
  for (const [version, manifest] of packument.versions) {
    const announced = ownText(ownObject(manifest, "dist") ?? {}, "tarball");
    if (tarballLocation(owner, coordinate, version, announced).path.endsWith(`/-/${file}`)) return version;
  }
  return undefined;
}
