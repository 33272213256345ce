import type { JsonObject, PackageDependency } from "@headwater/resolver";
import { ownObject } from "./json-object.ts";

/** The fields of a manifest that name dependencies, and what CodeArtifact calls what stands in them. */
const FIELDS = [
  ["dependencies", "regular"],
  ["devDependencies", "dev"],
  ["peerDependencies", "peer"],
  ["optionalDependencies", "optional"],
] as const;

/**
 * The direct dependencies of an npm version. Registries repeat optional dependencies among the others; here each is optional alone.
 * What names no package or no requirement is passed over.
 */
export function manifestDependencies(manifest: JsonObject): readonly PackageDependency[] {
  const optional = ownObject(manifest, "optionalDependencies") ?? {};
  return FIELDS.flatMap(([field, dependencyType]) =>
    Object.entries(ownObject(manifest, field) ?? {})
      .filter(([name]) => dependencyType !== "regular" || !Object.hasOwn(optional, name))
      .flatMap(([name, versionRequirement]): readonly PackageDependency[] => {
        const [, namespace, bare = name] = /^@([^/]+)\/([^/]+)$/.exec(name) ?? [];
        if (bare === "" || typeof versionRequirement !== "string") return [];
        return [
          { ...(namespace === undefined ? {} : { namespace }), package: bare, dependencyType, versionRequirement },
        ];
      }),
  );
}
