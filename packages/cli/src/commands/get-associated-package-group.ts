import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { parseAnyPackage } from "./any-package.ts";
import { DomainCommand } from "./domain-command.ts";

export class GetAssociatedPackageGroup extends DomainCommand {
  static override readonly paths = [["get-associated-package-group"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "Show the one group that a package belongs to; the package need not exist.",
    details:
      "The association is STRONG, or WEAK when the name is only a look-alike of the group's: then no new version is let in.",
    examples: [["A package of a scope", "$0 get-associated-package-group --format npm --namespace acme --package ui"]],
  });

  readonly format = Option.String("--format", "npm", { description: "The package format; default npm" });
  readonly namespace = Option.String("--namespace", {
    description: "The package's namespace: for npm its scope without @",
  });
  readonly package = Option.String("--package", { required: true, description: "The package's name" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await parseAnyPackage(this.format, this.namespace, this.package);
    this.printResult(describeForOutput(await domain.resolver.getAssociatedPackageGroup(coordinate)));
    return 0;
  }
}
