import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { PackageVersionsCommand, versionsOption } from "./package-versions-command.ts";

/** Proven in test/commands/package-versions-command.test.ts */
export class DeletePackageVersions extends PackageVersionsCommand {
  static override readonly paths = [["delete-package-versions"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Delete versions from a repository, in whatever status they are: all of them or none.",
    details:
      "What an upstream still has comes back with the next request for it; to block it, archive it. Dist-tags that name the versions go with them. The package stays, with its origin controls.",
    examples: [
      [
        "Delete two versions",
        "$0 delete-package-versions --repository team --format npm --package express --versions 5.0.0 5.0.1",
      ],
    ],
  });

  readonly expectedStatus = versionsOption.expectedStatus();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const versions = await this.namedVersions(coordinate);
    const outcome = await domain.resolver.deletePackageVersions({
      repository: await this.requireRepository(domain),
      package: coordinate,
      versions,
      ...(this.expectedStatus === undefined ? {} : { expectedStatus: this.expectedStatus }),
    });
    return this.printOutcome(outcome);
  }
}
