import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupCommand } from "./package-group-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages } from "./paging.ts";

export class ListAssociatedPackages extends PackageGroupCommand {
  static override readonly paths = [["list-associated-packages"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "List the domain's packages that belong to a group and to none below it.",
    examples: [
      [
        "Those that a group would have, before it is made",
        "$0 list-associated-packages --package-group '/npm/types/*' --preview",
      ],
    ],
  });

  readonly preview = Option.Boolean("--preview", false, { description: "The group need not exist" });
  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { packageGroup, preview } = this;
    const { items, nextToken } = await listPages(
      (page) => domain.resolver.listAssociatedPackages({ packageGroup, preview, ...page }),
      parsePaging(this),
    );
    this.printResult(describeForOutput({ packages: items, nextToken }));
    return 0;
  }
}
