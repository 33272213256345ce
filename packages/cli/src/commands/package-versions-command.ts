import {
  type BatchOutcome,
  HeadwaterError,
  PACKAGE_VERSION_STATUSES,
  type PackageCoordinate,
} from "@headwater/resolver";
import { Option } from "clipanion";
import { isEnum } from "typanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageCommand, parseVersion } from "./package-command.ts";
import { parseVersionRevisions, parseVersionsOption } from "./versions-option.ts";

/** The options of the commands on several versions; each is a field of the command's class. */
export const versionsOption = {
  versions: () =>
    Option.String("--versions", { tolerateBoolean: true, description: "The versions, up to 100: 1.0.0 1.0.1" }),
  words: () => Option.Rest({ name: "versions" }),
  versionRevisions: () =>
    Option.String("--version-revisions", {
      description: "Only if each version has this revision: 1.0.0=REVISION,1.0.1=REVISION",
    }),
  expectedStatus: () =>
    Option.String("--expected-status", {
      description: "Only if each version has this status",
      validator: isEnum(PACKAGE_VERSION_STATUSES),
    }),
};

/**
 * A command that does something to several versions of one package, all or none.
 * Proven in test/commands/package-versions-command.test.ts
 */
export abstract class PackageVersionsCommand extends PackageCommand {
  readonly versions = versionsOption.versions();
  readonly words = versionsOption.words();

  /** @throws INVALID_ARGUMENT when there are none, INVALID_VERSION */
  protected async namedVersions({ format }: PackageCoordinate): Promise<readonly string[]> {
    const versions = parseVersionsOption(this.versions, this.words);
    if (versions === undefined)
      throw new HeadwaterError("INVALID_ARGUMENT", "No version is named.", {
        hint: "Name some, for example --versions 1.0.0 1.0.1.",
      });
    return parseVersions(format, versions);
  }

  /** Prints what was done, or why nothing was. */
  protected printOutcome(outcome: BatchOutcome): number {
    this.printResult(describeForOutput(outcome));
    return batchExitCode(outcome);
  }
}

/** 1 when nothing was done because a version failed: a script must not go on as if it had been. */
export const batchExitCode = ({ failedVersions }: BatchOutcome): number =>
  Object.keys(failedVersions).length === 0 ? 0 : 1;

/** @throws INVALID_VERSION */
export async function parseVersions(
  format: PackageCoordinate["format"],
  versions: readonly string[],
): Promise<readonly string[]> {
  return Promise.all(versions.map((version) => parseVersion(format, "--versions", version)));
}

/** The revisions that a caller expects, as the member of a use case's input. @throws INVALID_ARGUMENT */
export function revisionsMember(text: string | undefined): {
  readonly versionRevisions?: Readonly<Record<string, string>>;
} {
  const versionRevisions = parseVersionRevisions(text);
  return versionRevisions === undefined ? {} : { versionRevisions };
}
