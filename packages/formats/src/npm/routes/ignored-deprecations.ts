import type { JsonObject, Notice, PackageCoordinate } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { asJsonObject, ownObject } from "../json-object.ts";
import { npmName } from "../names.ts";
import { deprecationOf } from "../publish/plan-edits.ts";
import type { NpmContext } from "./route.ts";

/** Names the versions that a client wanted to deprecate, or to free of it, and that stay as they are because they are only upstream (N5). Proven in test/npm/routes/deprecate.test.ts */
export async function ignoredDeprecations(
  npm: NpmContext,
  { repository }: FormatRequest,
  coordinate: PackageCoordinate,
  document: JsonObject,
): Promise<readonly Notice[]> {
  const { versions } = await npm.packuments.merge(await npm.resolver.viewPackage(repository, coordinate));
  const ignored = Object.entries(ownObject(document, "versions") ?? {}).flatMap(([version, value]) => {
    const [sent, shown] = [asJsonObject(value), versions.get(version)];
    return sent !== undefined && shown !== undefined && deprecationOf(sent) !== deprecationOf(shown) ? [version] : [];
  });
  if (ignored.length === 0) return [];
  const which =
    ignored.length > 3 ? `${ignored.slice(0, 3).join(", ")} and ${ignored.length - 3} more` : ignored.join(", ");
  const message = `${npmName(coordinate)} ${which} stay as they are: ${repository} does not hold them itself, and what is upstream is changed there.`;
  return [{ code: "NOT_STORED_HERE", message }];
}
