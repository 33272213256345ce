import { HeadwaterError, type PackageCoordinate } from "@headwater/resolver";
import { parseFormat, parsePackageOptions } from "./package-command.ts";

/**
 * A package of any format, also one that is not served: package groups are made for its name. Names are taken as they are.
 * @throws INVALID_NAME, INVALID_ARGUMENT
 */
export async function parseAnyPackage(
  formatText: string,
  namespace: string | undefined,
  name: string,
): Promise<PackageCoordinate> {
  const format = parseFormat(formatText);
  if (format === "npm") return parsePackageOptions(format, namespace, name);
  for (const part of [namespace ?? "-", name]) {
    if (/^[^#/\s]{1,255}$/.test(part)) continue;
    throw new HeadwaterError(
      "INVALID_NAME",
      `${JSON.stringify(part.slice(0, 120))} is no name of a package or a namespace.`,
      {
        hint: "Use 1 to 255 characters, none of them white space, / or #.",
        details: { value: part.slice(0, 300) },
      },
    );
  }
  return namespace === undefined ? { format, name } : { format, namespace, name };
}
