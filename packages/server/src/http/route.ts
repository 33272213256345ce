import { HeadwaterError, PACKAGE_FORMATS, type PackageFormat, parseRepositoryName } from "@headwater/resolver";
import type { Mount } from "../create-handler.ts";

/** A request's place: which repository, which format, and the rest of the path, still percent-encoded. */
export interface Route {
  readonly format: PackageFormat;
  readonly repository: string;
  /** What follows the repository's base URL, without the query. */
  readonly path: string;
  /** The repository's own base URL, with a trailing slash. */
  readonly baseUrl: string;
}

const isFormat = (text: string): text is PackageFormat => (PACKAGE_FORMATS as readonly string[]).includes(text);

/**
 * @throws ROUTE_NOT_FOUND when the path is not under a mounted repository; INVALID_NAME when the repository's name
 *   breaks R1
 */
export function parseRoute(mount: Mount, url: string): Route {
  const { pathname } = new URL(url);
  if (mount.type === "repository") {
    const { format, repository, baseUrl } = mount;
    return { format, repository, baseUrl, path: pathname.slice(1) };
  }
  const base = new URL(mount.baseUrl).pathname;
  // A proxy in front may have taken the base path away already.
  const local = pathname.startsWith(base) ? pathname.slice(base.length) : pathname.slice(1);
  const [, format = "", segment = "", path = ""] = /^([^/]+)\/([^/]+)(?:\/(.*))?$/s.exec(local) ?? [];
  if (!isFormat(format)) {
    throw new HeadwaterError("ROUTE_NOT_FOUND", `There is nothing at ${pathname.slice(0, 300)}.`, {
      hint: `Repositories are at ${mount.baseUrl}{format}/{repository}/, for example ${mount.baseUrl}npm/team/.`,
    });
  }
  const repository = parseRepositoryName(decodeSegment(segment));
  return { format, repository, path, baseUrl: `${mount.baseUrl}${format}/${repository}/` };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new HeadwaterError(
      "INVALID_NAME",
      `The path segment ${JSON.stringify(segment.slice(0, 120))} is not percent-encoded text.`,
      { cause },
    );
  }
}
