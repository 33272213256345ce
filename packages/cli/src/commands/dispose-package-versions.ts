import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { PackageVersionsCommand, revisionsMember, versionsOption } from "./package-versions-command.ts";

/** Proven in test/commands/package-versions-command.test.ts */
export class DisposePackageVersions extends PackageVersionsCommand {
  static override readonly paths = [["dispose-package-versions"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description:
      "Give up the files of versions for good, and keep the record that they were here: all of them or none.",
    details: "There is no way back: a Disposed version can only be deleted. Other repositories keep what they hold.",
    examples: [
      [
        "Dispose of a version",
        "$0 dispose-package-versions --repository team --format npm --package express --versions 5.1.0",
      ],
    ],
  });

  readonly versionRevisions = versionsOption.versionRevisions();
  readonly expectedStatus = versionsOption.expectedStatus();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const versions = await this.namedVersions(coordinate);
    const outcome = await domain.resolver.disposePackageVersions({
      repository: await this.requireRepository(domain),
      package: coordinate,
      versions,
      ...revisionsMember(this.versionRevisions),
      ...(this.expectedStatus === undefined ? {} : { expectedStatus: this.expectedStatus }),
    });
    return this.printOutcome(outcome);
  }
}
