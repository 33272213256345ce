import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";

export class DeleteRepository extends DomainCommand {
  static override readonly paths = [["delete-repository"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Delete a repository with everything that it holds.",
    details: "What other repositories retained from it stays with them. Its name is taken out of every upstream list.",
    examples: [["Delete a repository", "$0 delete-repository --repository old-team"]],
  });

  readonly repository = Option.String("--repository", { required: true, description: "The repository" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const name = await domain.requireRepository(this.repository);
    this.printResult({ repository: describeForOutput(await domain.resolver.deleteRepository(name)) });
    await this.noticeDeclared(domain, name);
    return 0;
  }
}
