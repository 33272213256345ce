import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageVersionCommand } from "./package-command.ts";

export class GetPackageVersionReadme extends PackageVersionCommand {
  static override readonly paths = [["get-package-version-readme"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Show the README of a package version that a repository holds. Generic packages have none.",
    examples: [
      [
        "One README",
        "$0 get-package-version-readme --repository team --format npm --package express --package-version 5.1.0",
      ],
    ],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const { revision, readme } = await domain.resolver.getPackageVersionReadme(
      await this.requireRepository(domain),
      coordinate,
    );
    const { format, namespace, name, version } = coordinate;
    this.printResult(
      describeForOutput({ format, namespace, package: name, version, versionRevision: revision, readme }),
    );
    return 0;
  }
}
