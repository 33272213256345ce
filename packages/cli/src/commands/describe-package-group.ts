import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupCommand } from "./package-group-command.ts";

export class DescribePackageGroup extends PackageGroupCommand {
  static override readonly paths = [["describe-package-group"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "Show a package group: what it restricts, what of that it inherits, and its parent.",
    examples: [["The root of all groups", "$0 describe-package-group --package-group '/*'"]],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const packageGroup = await domain.resolver.describePackageGroup(this.packageGroup);
    this.printResult({ packageGroup: describeForOutput(packageGroup) });
    return 0;
  }
}
