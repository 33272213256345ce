import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { allowedRepositories, restrictionModes } from "./origin-restriction-options.ts";
import { PackageGroupCommand } from "./package-group-command.ts";

/** Proven in test/commands/package-groups.test.ts */
export class UpdatePackageGroupOriginConfiguration extends PackageGroupCommand {
  static override readonly paths = [["update-package-group-origin-configuration"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "Say how new versions of a group's packages may enter, and into which repositories.",
    details:
      "The restrictions are PUBLISH, EXTERNAL_UPSTREAM and INTERNAL_UPSTREAM; the modes ALLOW, ALLOW_SPECIFIC_REPOSITORIES, BLOCK and INHERIT. What is stored stays usable.",
    examples: [
      [
        "No public package takes one of our names",
        "$0 update-package-group-origin-configuration --package-group '/npm/acme/*' --restrictions EXTERNAL_UPSTREAM=BLOCK",
      ],
      [
        "Published to one repository only",
        "$0 update-package-group-origin-configuration --package-group '/npm/acme/*' --restrictions PUBLISH=ALLOW_SPECIFIC_REPOSITORIES --add-allowed-repositories repositoryName=team,originRestrictionType=PUBLISH",
      ],
    ],
  });

  readonly restrictions = Option.String("--restrictions", {
    description: "Modes to set: PUBLISH=BLOCK,EXTERNAL_UPSTREAM=ALLOW, or JSON",
  });
  readonly added = Option.Array("--add-allowed-repositories", {
    description: "repositoryName=NAME,originRestrictionType=PUBLISH, or JSON; may be repeated",
  });
  readonly removed = Option.Array("--remove-allowed-repositories", { description: "Likewise" });
  readonly words = Option.Rest({ name: "allowed-repositories" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { packageGroup, added, removed, words } = this;
    const lists = allowedRepositories({ added, removed, words });
    const outcome = await domain.resolver.updatePackageGroupOriginConfiguration({
      packageGroup,
      ...(this.restrictions === undefined ? {} : { restrictions: restrictionModes(this.restrictions) }),
      ...lists,
    });
    this.printResult(describeForOutput(outcome));
    return 0;
  }
}
