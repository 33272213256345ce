import type { OpenDomain } from "@headwater/domain";
import { ORIGIN_RESTRICTION_TYPES } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { isEnum } from "typanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupCommand } from "./package-group-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages } from "./paging.ts";

export class ListAllowedRepositoriesForGroup extends PackageGroupCommand {
  static override readonly paths = [["list-allowed-repositories-for-group"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "List the repositories that a package group allows for one restriction.",
    examples: [
      [
        "Where its packages may be published",
        "$0 list-allowed-repositories-for-group --package-group '/npm/acme/*' --origin-restriction-type PUBLISH",
      ],
    ],
  });

  readonly originRestrictionType = Option.String("--origin-restriction-type", {
    required: true,
    description: "PUBLISH, EXTERNAL_UPSTREAM or INTERNAL_UPSTREAM",
    validator: isEnum(ORIGIN_RESTRICTION_TYPES),
  });
  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { packageGroup, originRestrictionType } = this;
    const { items, nextToken } = await listPages(
      (page) => domain.resolver.listAllowedRepositoriesForGroup({ packageGroup, originRestrictionType, ...page }),
      parsePaging(this),
    );
    this.printResult(describeForOutput({ allowedRepositories: items, nextToken }));
    return 0;
  }
}
