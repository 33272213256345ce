import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageVersionCommand } from "./package-command.ts";

export class DescribePackageVersion extends PackageVersionCommand {
  static override readonly paths = [["describe-package-version"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Show a package version that a repository holds: status, origin, licences, when it was published.",
    examples: [
      [
        "One version",
        "$0 describe-package-version --repository team --format npm --package express --package-version 5.1.0",
      ],
    ],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const packageVersion = await domain.resolver.describePackageVersion(
      await this.requireRepository(domain),
      coordinate,
    );
    this.printResult({ packageVersion: describeForOutput(packageVersion) });
    return 0;
  }
}
