import { type Notice, type PackageCoordinate, isHeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { noticeHeader } from "./conditional-answer.ts";
import type { NpmContext } from "./route.ts";

/** What a client is told whose request has changed something: nobody keeps it. */
export function writtenAnswer(status: 200 | 201, notices: readonly Notice[] = []): Response {
  return new Response(JSON.stringify({ ok: true, success: true }), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...noticeHeader(notices) },
  });
}

/** Says of dist-tags just set that clients see another value, because an upstream has the same tag (T4). Proven in test/npm/routes/write-dist-tags.test.ts */
export async function shadowedTags(
  npm: NpmContext,
  { repository }: FormatRequest,
  coordinate: PackageCoordinate,
  set: Readonly<Record<string, string>>,
): Promise<readonly Notice[]> {
  const tags = await shownTags(npm, repository, coordinate);
  return Object.entries(set).flatMap(([tag, version]): readonly Notice[] => {
    const seen = Object.hasOwn(tags, tag) ? tags[tag] : undefined;
    if (seen === undefined || seen === version) return [];
    const message = `${repository} has set the dist-tag ${tag} to ${version}, and its clients go on seeing ${seen}, which comes from upstream (T4).`;
    return [{ code: "TAG_SHADOWED", message }];
  });
}

/** What was set is set: whatever is wrong with a registry on the way is told to those who ask for the package. */
async function shownTags(
  { resolver }: NpmContext,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<Readonly<Record<string, string>>> {
  try {
    return (await (await resolver.viewPackage(repository, coordinate)).load()).tags;
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
    return {};
  }
}
