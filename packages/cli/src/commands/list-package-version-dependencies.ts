import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageVersionCommand } from "./package-command.ts";

/** Proven in test/commands/publish-package-version.test.ts */
export class ListPackageVersionDependencies extends PackageVersionCommand {
  static override readonly paths = [["list-package-version-dependencies"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "List what a package version directly depends on, as its manifest says it.",
    details: "As with the AWS command line this is one page; `--next-token` gives the next.",
    examples: [
      [
        "The dependencies of one version",
        "$0 list-package-version-dependencies --repository team --format npm --package express --package-version 5.1.0",
      ],
    ],
  });

  readonly nextToken = Option.String("--next-token", { description: "Give the page that a nextToken stands for" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const { revision, dependencies, nextToken } = await domain.resolver.listPackageVersionDependencies(
      await this.requireRepository(domain),
      coordinate,
      this.nextToken === undefined ? {} : { nextToken: this.nextToken },
    );
    const { format, namespace, name, version } = coordinate;
    this.printResult(
      describeForOutput({
        dependencies,
        format,
        namespace,
        package: name,
        version,
        versionRevision: revision,
        nextToken,
      }),
    );
    return 0;
  }
}
