import type { OpenDomain } from "@headwater/domain";
import { TARGET_STATUSES } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { isEnum } from "typanion";
import { PackageVersionsCommand, revisionsMember, versionsOption } from "./package-versions-command.ts";

/** Proven in test/commands/package-versions-command.test.ts */
export class UpdatePackageVersionsStatus extends PackageVersionsCommand {
  static override readonly paths = [["update-package-versions-status"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Publish, unlist or archive versions that a repository holds: all of them or none.",
    details:
      "Unlisted versions are hidden and still given out; Archived ones are refused, until they are Published again. Other repositories are not touched.",
    examples: [
      [
        "Block a version",
        "$0 update-package-versions-status --repository team --format npm --package express --versions 5.1.0 --target-status Archived",
      ],
    ],
  });

  readonly versionRevisions = versionsOption.versionRevisions();
  readonly expectedStatus = versionsOption.expectedStatus();
  readonly targetStatus = Option.String("--target-status", {
    required: true,
    description: "Published, Unlisted or Archived",
    validator: isEnum(TARGET_STATUSES),
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const versions = await this.namedVersions(coordinate);
    const outcome = await domain.resolver.updatePackageVersionsStatus({
      repository: await this.requireRepository(domain),
      package: coordinate,
      versions,
      ...revisionsMember(this.versionRevisions),
      ...(this.expectedStatus === undefined ? {} : { expectedStatus: this.expectedStatus }),
      targetStatus: this.targetStatus,
    });
    return this.printOutcome(outcome);
  }
}
