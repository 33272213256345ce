import type { JsonObject } from "@headwater/resolver";
import { ownObject, ownText } from "../json-object.ts";
import { ATTESTATIONS_PATH } from "../publish/provenance.ts";
import { isScopeEndpoint } from "../scope-endpoint.ts";
import type { Packument } from "./parse.ts";

/**
 * What stands in `dist.tarball`, chosen so that the client fetches through us and its lockfile names no registry of ours:
 * `npmjs` npm's default registry, `self` the endpoint, `absent` no `dist.tarball` at all.
 */
export type TarballStyle = "npmjs" | "self" | "absent";

/** What is known of the client and the endpoint when a style is chosen. */
export interface StyleRequest {
  readonly userAgent: string;
  /** npm's own header that names the command it runs. */
  readonly npmCommand: string;
  /** The endpoint as the client sees it. */
  readonly baseUrl: string;
}

/** npm commands that ask for a tarball without the registry's path, unless it stands in `dist.tarball`. */
const COMMANDS_WITHOUT_PREFIX = ["pack", "diff", "cache"];

/**
 * Whether an answer is for one command of npm alone: npm's cache, which keeps packuments for every command, must not keep it,
 * or a later install would write our address into its lockfile.
 */
export const isForOneCommand = ({ userAgent, npmCommand, baseUrl }: StyleRequest): boolean =>
  userAgent.startsWith("npm/") &&
  COMMANDS_WITHOUT_PREFIX.includes(npmCommand) &&
  new URL(baseUrl).pathname !== "/" &&
  !isScopeEndpoint(baseUrl);

/**
 * The style for a client. npm replaces its default registry's host by the configured one, so it gets `npmjs`; except where
 * that would lose the path of an endpoint that has one, and where the endpoint is for one scope. Bun asks at the conventional path when there is none. All others
 * leave a tarball at the configured registry out of their lockfile.
 */
export function tarballStyle(request: StyleRequest): TarballStyle {
  if (request.userAgent.startsWith("Bun/")) return "absent";
  if (!request.userAgent.startsWith("npm/") || isScopeEndpoint(request.baseUrl)) return "self";
  return isForOneCommand(request) ? "self" : "npmjs";
}

/** Stand where the base URL of a tarball and that of attestations go, first in the text. */
const BASE_PLACEHOLDER = "\0";
const ATTESTATIONS_PLACEHOLDER = "\u0001";

/**
 * The packument with a placeholder before every `dist.tarball`, or without any for `absent`, and before every relative
 * address of attestations. These have a base of their own: whatever a client's style, it asks the endpoint for them.
 */
export function withTarballs(packument: Packument, tarballs: "placeholder" | "absent"): Packument {
  const versions = [...packument.versions].map(
    ([version, manifest]) => [version, withTarball(manifest, tarballs)] as const,
  );
  return { ...packument, versions: new Map(versions) };
}

/** One manifest likewise. */
export function withTarball(manifest: JsonObject, tarballs: "placeholder" | "absent"): JsonObject {
  const dist = ownObject(manifest, "dist");
  const path = dist === undefined ? undefined : ownText(dist, "tarball");
  if (dist === undefined || path === undefined) return manifest;
  const { tarball: _, ...rest } = dist;
  const placed = tarballs === "absent" ? rest : { ...dist, tarball: BASE_PLACEHOLDER + path };
  return { ...manifest, dist: withAttestations(placed) };
}

function withAttestations(dist: JsonObject): JsonObject {
  const attestations = ownObject(dist, "attestations");
  const url = attestations === undefined ? undefined : ownText(attestations, "url");
  if (attestations === undefined || url?.startsWith(ATTESTATIONS_PATH) !== true) return dist;
  return { ...dist, attestations: { ...attestations, url: ATTESTATIONS_PLACEHOLDER + url } };
}
