import type { HeldPackage, Notice, PackageCoordinate } from "@headwater/resolver";
import { npmName } from "../names.ts";

/** How many versions a notice names. */
const NAMED = 3;

/** Names the versions that clients are not shown and that an `npm unpublish` therefore leaves, and how to delete them too. Proven in test/npm/routes/unpublish.test.ts */
export function hiddenVersions(
  repository: string,
  coordinate: PackageCoordinate,
  { versions }: HeldPackage,
): readonly Notice[] {
  const hidden = [...versions]
    .filter(([, { reference }]) => reference.status !== "Published")
    .map(([version, { reference }]) => `${version} (${reference.status})`)
    .toSorted((one, other) => one.localeCompare(other, "en", { numeric: true }));
  if (hidden.length === 0) return [];
  const more = hidden.length > NAMED ? ` and ${hidden.length - NAMED} more` : "";
  const namespace = coordinate.namespace === undefined ? "" : ` --namespace ${coordinate.namespace}`;
  const command = `headwater delete-package --repository ${repository} --format npm${namespace} --package ${coordinate.name}`;
  const message = `${repository} keeps ${npmName(coordinate)} ${hidden.slice(0, NAMED).join(", ")}${more}, which clients are not shown. Delete them too with: ${command}`;
  return [{ code: "HIDDEN_VERSIONS_KEPT", message }];
}
