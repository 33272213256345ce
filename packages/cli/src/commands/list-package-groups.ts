import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages } from "./paging.ts";

/** Proven in test/commands/package-groups.test.ts */
export class ListPackageGroups extends DomainCommand {
  static override readonly paths = [["list-package-groups"]];
  static override readonly usage = Command.Usage({
    category: "Package groups",
    description: "List the package groups of the domain, the root among them.",
    examples: [["Those of npm packages", "$0 list-package-groups --prefix /npm/"]],
  });

  readonly prefix = Option.String("--prefix", { description: "Only patterns that begin so" });
  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const filter = this.prefix === undefined ? {} : { prefix: this.prefix };
    const { items, nextToken } = await listPages(
      (page) => domain.resolver.listPackageGroups({ ...filter, ...page }),
      parsePaging(this),
    );
    this.printResult(describeForOutput({ packageGroups: items, nextToken }));
    return 0;
  }
}
