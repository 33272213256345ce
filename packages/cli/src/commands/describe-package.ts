import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageCommand } from "./package-command.ts";

export class DescribePackage extends PackageCommand {
  static override readonly paths = [["describe-package"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Show a package that a repository holds, with its origin controls.",
    examples: [["One package", "$0 describe-package --repository team --format npm --package express"]],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const described = await domain.resolver.describePackage(await this.requireRepository(domain), coordinate);
    this.printResult({ package: describeForOutput(described) });
    return 0;
  }
}
