// GET /{package}?write=true
import type { FormatRequest } from "../../format.ts";
import { parseNpmName } from "../names.ts";
import { fullDocument } from "../packument/full.ts";
import { fillBases, serializeWithHoles } from "../packument/serialize.ts";
import { withTarballs } from "../packument/tarball-style.ts";
import { jsonAnswer } from "./conditional-answer.ts";
import type { NpmContext } from "./route.ts";

/** Of a package that the repository stores nothing of. */
const NO_REVISION = "0";

/** Does the client mean to send the packument back, changed? */
export const isForWriting = ({ request }: FormatRequest): boolean =>
  request.method === "GET" && new URL(request.url).searchParams.get("write") === "true";

/**
 * The packument for a client that is going to send it back: with `_rev`, by which the repository knows that nobody else has
 * changed the package meanwhile, and with tarballs at this endpoint, where `npm unpublish` then deletes them. Proven in test/npm/routes/deprecate.test.ts
 */
export async function writablePackument(npm: NpmContext, request: FormatRequest, name: string): Promise<Response> {
  const coordinate = parseNpmName(name);
  // Read before the view: what changes in between makes the revision an old one.
  const held = await npm.resolver.describeHeldPackage(request.repository, coordinate);
  const view = await npm.resolver.viewPackage(request.repository, coordinate);
  const packument = withTarballs(await npm.packuments.merge(view), "placeholder");
  const document = { ...fullDocument(packument), _rev: held?.state ?? NO_REVISION };
  const body = fillBases(serializeWithHoles(document), {
    tarballs: request.baseUrl,
    attestations: request.baseUrl,
  });
  return jsonAnswer({ ...request, cacheControl: "no-store" }, body, { notices: view.notices });
}
