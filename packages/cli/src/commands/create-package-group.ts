import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupTextsCommand } from "./package-group-command.ts";

export class CreatePackageGroup extends PackageGroupTextsCommand {
  static override readonly paths = [["create-package-group"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "Create a package group: a pattern, under which new versions can be restricted.",
    details:
      "A pattern is a path, `/format/namespace/name`, that ends in `$` (exactly this package), `~` (by word) or `*` (everything below). A new group inherits all restrictions.",
    examples: [
      ["All packages of a scope", "$0 create-package-group --package-group '/npm/acme/*'"],
      ["One package without a scope", "$0 create-package-group --package-group '/npm//acme-tool$'"],
    ],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const packageGroup = await domain.resolver.createPackageGroup(this.input());
    this.printResult({ packageGroup: describeForOutput(packageGroup) });
    return 0;
  }
}
