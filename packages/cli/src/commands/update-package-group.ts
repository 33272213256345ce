import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupTextsCommand } from "./package-group-command.ts";

export class UpdatePackageGroup extends PackageGroupTextsCommand {
  static override readonly paths = [["update-package-group"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "Change the contact or the description of a package group.",
    details:
      "The pattern is the group's name and stays. Restrictions are changed by update-package-group-origin-configuration.",
    examples: [
      ["Say whom to ask", "$0 update-package-group --package-group '/npm/acme/*' --contact-info 'team tools'"],
    ],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const packageGroup = await domain.resolver.updatePackageGroup(this.input());
    this.printResult({ packageGroup: describeForOutput(packageGroup) });
    return 0;
  }
}
