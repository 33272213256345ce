import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { RepositoryCommand } from "./repository-command.ts";

export class DescribeRepository extends RepositoryCommand {
  static override readonly paths = [["describe-repository"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Show a repository: its upstreams, its external connection, who administers it.",
    examples: [
      ["The repository that this project talks to", "$0 describe-repository"],
      ["Another one", "$0 describe-repository --repository shared"],
    ],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const repository = await this.requireRepository(domain);
    this.printResult({ repository: describeForOutput(await domain.resolver.describeRepository(repository)) });
    return 0;
  }
}
