import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupCommand } from "./package-group-command.ts";

export class DeletePackageGroup extends PackageGroupCommand {
  static override readonly paths = [["delete-package-group"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "Delete a package group; no package is touched.",
    details: "Its packages and the groups below it belong to its parent then, and inherit from there.",
    examples: [["One group", "$0 delete-package-group --package-group '/npm/acme/*'"]],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const packageGroup = await domain.resolver.deletePackageGroup(this.packageGroup);
    this.printResult({ packageGroup: describeForOutput(packageGroup) });
    return 0;
  }
}
