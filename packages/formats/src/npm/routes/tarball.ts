// GET|HEAD /{package}/-/{file}.tgz
import {
  HeadwaterError,
  type PackageCoordinate,
  type PackageVersionCoordinate,
  isHeadwaterError,
} from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { ownObject, ownText } from "../json-object.ts";
import { npmName, parseNpmName } from "../names.ts";
import { announcedIntegrity } from "../packument/announced-integrity.ts";
import { tarballLocation } from "../tarball-location.ts";
import { TARBALL_ASSET, versionOfTarballFile } from "../tarball-path.ts";
import { hasCurrent } from "./conditional-answer.ts";
import type { NpmContext, Route } from "./route.ts";

/**
 * The bytes of a version's one asset, `package.tgz` (A3). Streamed, never redirected (N4); what it keeps is Table 2's matter.
 * Neither HEAD nor a client that has the bytes already makes us fetch them; HEAD keeps nothing.
 */
export const tarballRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: ":package/-/:file",
  async respond(npm, request, { package: name = "", file: path = "" }) {
    const coordinate = parseNpmName(name);
    const file = path.split("/").at(-1) ?? path;
    const { method, headers, signal } = request.request;
    const isHead = method === "HEAD";
    if (isHead || headers.has("if-none-match")) {
      const tarball = await byFile(npm, request, coordinate, file, (version) =>
        describeTarball(npm, request, { ...coordinate, version }),
      );
      // Whoever asks for what is held keeps it (K1), also when the bytes need not be sent.
      if (isHead || (!tarball.held && isCurrent(request, tarball))) return bodiless(request, tarball);
    }
    const asset = await byFile(npm, request, coordinate, file, (version) =>
      npm.resolver.fetchAsset(request.repository, { ...coordinate, version }, TARBALL_ASSET, { signal }),
    );
    const tarball: Tarball = {
      ...(asset.size === undefined ? {} : { size: asset.size }),
      ...(asset.hashes === undefined ? {} : { sha512: asset.hashes["SHA-512"] }),
    };
    if (!isCurrent(request, tarball)) return new Response(asset.body, { headers: headersOf(request, tarball) });
    await asset.body.cancel();
    return bodiless(request, tarball);
  },
};

/** What is known of a tarball's bytes. */
interface Tarball {
  readonly size?: number;
  /** In hex. */
  readonly sha512?: string;
}

const etagOf = ({ sha512 }: Tarball): string | undefined => (sha512 === undefined ? undefined : `"sha512-${sha512}"`);

function isCurrent(request: FormatRequest, tarball: Tarball): boolean {
  const etag = etagOf(tarball);
  return etag !== undefined && hasCurrent(request, etag);
}

function headersOf(request: FormatRequest, tarball: Tarball): Record<string, string> {
  const etag = etagOf(tarball);
  return {
    "content-type": "application/octet-stream",
    // Private: whoever asks may have to show a token for it.
    "cache-control": request.cacheControl === "no-store" ? "no-store" : "private, immutable, max-age=31536000",
    ...(etag === undefined ? {} : { etag }),
    ...(tarball.size === undefined ? {} : { "content-length": String(tarball.size) }),
  };
}

function bodiless(request: FormatRequest, tarball: Tarball): Response {
  if (!isCurrent(request, tarball)) return new Response(null, { headers: headersOf(request, tarball) });
  const { "content-length": _, ...headers } = headersOf(request, tarball);
  return new Response(null, { status: 304, headers });
}

/** What a version's tarball would be, found as {@link NpmResolver.fetchAsset} finds it; fetches and keeps nothing. */
async function describeTarball(
  { resolver, registry }: NpmContext,
  { repository }: FormatRequest,
  coordinate: PackageVersionCoordinate,
): Promise<Tarball & { readonly held: boolean }> {
  const { version } = coordinate;
  const { source, refusal } = await resolver.explain(repository, coordinate, version, (wanted, listed) =>
    listed.includes(wanted) ? wanted : undefined,
  );
  if (refusal !== undefined) throw refusal;
  if (source?.type === "repository") {
    const { assets } = await resolver.listPackageVersionAssets(source.repository, coordinate);
    const asset = assets.find(({ name }) => name === TARBALL_ASSET);
    return { held: true, ...(asset === undefined ? {} : { size: asset.size, sha512: asset.hashes["SHA-512"] }) };
  }
  const { external } = await (await resolver.viewPackage(repository, coordinate)).load();
  const packument = external === undefined ? undefined : await registry.readPackument(coordinate, external.document);
  const integrity = announcedIntegrity(packument?.versions.get(version) ?? {}) ?? "";
  const [, announced] = /\bsha512-(\S+)/.exec(integrity) ?? [];
  return {
    held: false,
    ...(announced === undefined ? {} : { sha512: Buffer.from(announced, "base64").toString("hex") }),
  };
}

/** What `find` finds by the version that a conventional file name says; where that is none or not there, by the packument. */
async function byFile<T>(
  npm: NpmContext,
  request: FormatRequest,
  coordinate: PackageCoordinate,
  file: string,
  find: (version: string) => Promise<T>,
): Promise<T> {
  const said = versionOfTarballFile(coordinate, file);
  try {
    if (said !== undefined) return await find(said);
  } catch (error) {
    if (!isHeadwaterError(error) || error.code !== "PACKAGE_VERSION_NOT_FOUND") throw error;
    const listed = await listedVersionOf(npm, request, coordinate, file);
    if (listed === undefined || listed === said) throw error;
    return await find(listed);
  }
  const listed = await listedVersionOf(npm, request, coordinate, file);
  if (listed !== undefined) return await find(listed);
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
