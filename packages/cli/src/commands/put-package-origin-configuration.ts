import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { originControls } from "./origin-restriction-options.ts";
import { PackageCommand } from "./package-command.ts";

export class PutPackageOriginConfiguration extends PackageCommand {
  static override readonly paths = [["put-package-origin-configuration"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Say whether new versions of a package may be published to a repository, and come from its upstreams.",
    details:
      "Both are set together. What is stored stays usable. A package that is not there is made known, without versions.",
    examples: [
      [
        "Keep a name for our own versions",
        "$0 put-package-origin-configuration --repository team --format npm --package acme-tool --restrictions publish=ALLOW,upstream=BLOCK",
      ],
    ],
  });

  readonly restrictions = Option.String("--restrictions", {
    required: true,
    description: "publish=ALLOW,upstream=BLOCK, or JSON",
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const repository = await this.requireRepository(domain);
    const outcome = await domain.resolver.putPackageOriginConfiguration(
      repository,
      coordinate,
      originControls(this.restrictions),
    );
    this.printResult(describeForOutput(outcome));
    return 0;
  }
}
