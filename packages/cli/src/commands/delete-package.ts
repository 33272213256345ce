import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageCommand } from "./package-command.ts";

export class DeletePackage extends PackageCommand {
  static override readonly paths = [["delete-package"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Delete a package from a repository: all versions, dist-tags and origin controls.",
    details: "Whatever enters later begins anew, with the default origin controls.",
    examples: [["Delete a package", "$0 delete-package --repository team --format npm --package express"]],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const deletedPackage = await domain.resolver.deletePackage(await this.requireRepository(domain), coordinate);
    this.printResult({ deletedPackage: describeForOutput(deletedPackage) });
    return 0;
  }
}
