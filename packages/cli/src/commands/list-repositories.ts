import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages, sortedListing } from "./paging.ts";

/** Proven in test/commands/domain-command.test.ts */
export class ListRepositories extends DomainCommand {
  static override readonly paths = [["list-repositories"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "List repositories.",
    examples: [["Those whose names begin with team", "$0 list-repositories --repository-prefix team"]],
  });

  readonly repositoryPrefix = Option.String("--repository-prefix", { description: "Only names that begin so" });
  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  /** `list-repositories-in-domain` has it as an option. */
  protected get account(): string | undefined {
    return undefined;
  }

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const filter = {
      ...(this.repositoryPrefix === undefined ? {} : { repositoryPrefix: this.repositoryPrefix }),
      ...(this.account === undefined ? {} : { administratorAccount: this.account }),
    };
    const listed = await listPages(
      (page) => domain.resolver.listRepositories({ ...filter, ...page }),
      parsePaging(this),
    );
    const repositories = sortedListing(listed, ({ name }) => name).map(describeForOutput);
    this.printResult({ repositories, ...(listed.nextToken === undefined ? {} : { nextToken: listed.nextToken }) });
    return 0;
  }
}
