import {
  HeadwaterError,
  PACKAGE_FORMATS,
  type PackageCoordinate,
  type PackageFormat,
  type PackageVersionCoordinate,
} from "@headwater/resolver";
import { Option } from "clipanion";
import { RepositoryCommand } from "./repository-command.ts";

/**
 * A command on one package of a repository, named by `--format`, `--namespace` and `--package`.
 * Proven in test/commands/list-package-versions.test.ts
 */
export abstract class PackageCommand extends RepositoryCommand {
  readonly format = Option.String("--format", "npm", {
    description: "The package format; npm is the one that is served",
  });
  readonly namespace = Option.String("--namespace", {
    description: "The package's namespace: for npm its scope without @",
  });
  readonly package = Option.String("--package", {
    required: true,
    description: "The package's name; @scope/name is taken apart",
  });

  /** @throws INVALID_NAME, INVALID_ARGUMENT, NOT_SUPPORTED */
  protected async coordinate(): Promise<PackageCoordinate> {
    return parsePackageOptions(this.format, this.namespace, this.package);
  }
}

/** A command on one version of a package. */
export abstract class PackageVersionCommand extends PackageCommand {
  readonly packageVersion = Option.String("--package-version", { required: true, description: "The version" });

  /** @throws INVALID_NAME, INVALID_VERSION, INVALID_ARGUMENT, NOT_SUPPORTED */
  protected async versionCoordinate(): Promise<PackageVersionCoordinate> {
    const coordinate = await this.coordinate();
    const { isNpmVersion } = await import("@headwater/formats");
    if (isNpmVersion(this.packageVersion)) return { ...coordinate, version: this.packageVersion };
    const value = this.packageVersion.slice(0, 120);
    throw new HeadwaterError("INVALID_VERSION", `--package-version is ${JSON.stringify(value)}, which is no version.`, {
      hint: "Give one whole version, for example --package-version 5.1.0; tags and ranges are not looked up here.",
      details: { value },
    });
  }
}

/** A package as the options name it; `--package @scope/name` is a convenience for `--namespace scope --package name`. */
export async function parsePackageOptions(
  format: string,
  namespace: string | undefined,
  name: string,
): Promise<PackageCoordinate> {
  requireNpm(parseFormat(format));
  const { parseNpmName } = await import("@headwater/formats");
  if (namespace === undefined) return parseNpmName(name);
  const scope = namespace.replace(/^@/, "");
  const coordinate = parseNpmName(name.startsWith("@") ? name : `@${scope}/${name}`);
  if (coordinate.namespace === scope) return coordinate;
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `--namespace ${namespace} and --package ${name} name two different scopes.`,
    {
      hint: `Leave --namespace out, or give the name alone: --package ${coordinate.name}.`,
    },
  );
}

/** @throws INVALID_ARGUMENT when it is none of CodeArtifact's formats */
export function parseFormat(text: string): PackageFormat {
  const format = PACKAGE_FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  throw new HeadwaterError("INVALID_ARGUMENT", `${JSON.stringify(text)} is no package format.`, {
    hint: `The formats are: ${PACKAGE_FORMATS.join(", ")}.`,
    details: { value: text },
  });
}

function requireNpm(format: PackageFormat): void {
  if (format === "npm") return;
  throw new HeadwaterError("NOT_SUPPORTED", `Packages of the format ${format} are not served yet.`, {
    hint: "Use --format npm.",
  });
}
