import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageVersionCommand } from "./package-command.ts";

export class ListPackageVersionAssets extends PackageVersionCommand {
  static override readonly paths = [["list-package-version-assets"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "List the files of a package version with their sizes and digests.",
    examples: [
      [
        "The files of one version",
        "$0 list-package-version-assets --repository team --format npm --package express --package-version 5.1.0",
      ],
    ],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const { revision, assets } = await domain.resolver.listPackageVersionAssets(
      await this.requireRepository(domain),
      coordinate,
    );
    const { format, namespace, name, version } = coordinate;
    this.printResult(
      describeForOutput({ assets, format, namespace, package: name, version, versionRevision: revision }),
    );
    return 0;
  }
}
