import { type PackageCoordinate, packageOf, packagePath } from "../names/coordinate.ts";
import { createGroupTree } from "../package-group/group-tree.ts";
import { restrictionsOf } from "../package-group/package-group.ts";
import { parsePackageGroupPattern } from "../package-group/pattern.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { describePackageGroup } from "./describe-package-group.ts";
import type { AssociatedPackage, PackageGroupUseCases } from "./group-descriptions.ts";
import { listAll } from "./list-all.ts";
import { readGroups, requireGroup } from "./package-groups.ts";
import { pageOf } from "./page-token.ts";

type UseCases = Pick<PackageGroupUseCases, "getAssociatedPackageGroup" | "listAssociatedPackages">;

/** Which group a package belongs to, and which packages belong to a group (PG8, PG13). */
export function createAssociatedPackageUseCases({ references, settings }: ResolverPorts): UseCases {
  return {
    async getAssociatedPackageGroup(coordinate) {
      const { domain, tree } = await readGroups(references);
      const { group, type } = tree.associate(coordinate);
      return { packageGroup: describePackageGroup(settings.region, domain, tree, group), associationType: type };
    },

    async listAssociatedPackages({ packageGroup, preview = false, ...page }) {
      parsePackageGroupPattern(packageGroup);
      const { tree: existing } = await readGroups(references);
      if (!preview) requireGroup(existing, packageGroup);
      const tree =
        existing.get(packageGroup) === undefined
          ? createGroupTree([
              ...existing.groups,
              { pattern: packageGroup, createdTime: 0, restrictions: restrictionsOf("INHERIT") },
            ])
          : existing;
      const associated = (await knownPackages(references)).flatMap((coordinate) => {
        const { group, type } = tree.associate(coordinate);
        return group.pattern === packageGroup ? [{ coordinate, type }] : [];
      });
      const { items, ...next } = pageOf(associated, (each) => packagePath(each.coordinate), page, 50);
      return {
        items: items.map(({ coordinate: { format, namespace, name }, type }): AssociatedPackage => ({
          format,
          ...(namespace === undefined ? {} : { namespace }),
          package: name,
          associationType: type,
        })),
        ...next,
      };
    },
  };
}

/** Every package that a repository of the domain knows, once. */
async function knownPackages(references: ReferenceStore): Promise<readonly PackageCoordinate[]> {
  const found = new Map<string, PackageCoordinate>();
  for (const { value } of await listAll(references, { type: "repository" })) {
    const records = await listAll(references, { type: "package", repository: value.name });
    for (const { key } of records) found.set(packagePath(key.package), packageOf(key.package));
  }
  return [...found.values()];
}
