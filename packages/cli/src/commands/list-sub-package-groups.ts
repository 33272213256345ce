import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageGroupCommand } from "./package-group-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages } from "./paging.ts";

export class ListSubPackageGroups extends PackageGroupCommand {
  static override readonly paths = [["list-sub-package-groups"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "List the package groups right below one; not those below these.",
    examples: [["Below the root", "$0 list-sub-package-groups --package-group '/*'"]],
  });

  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { packageGroup } = this;
    const { items, nextToken } = await listPages(
      (page) => domain.resolver.listSubPackageGroups({ packageGroup, ...page }),
      parsePaging(this),
    );
    this.printResult(describeForOutput({ packageGroups: items, nextToken }));
    return 0;
  }
}
