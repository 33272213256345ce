import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";
import { parseUpstreams } from "./upstreams-option.ts";

/** Proven in test/commands/create-repository.test.ts */
export class UpdateRepository extends DomainCommand {
  static override readonly paths = [["update-repository"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Change a repository's description or upstreams.",
    details:
      "`--upstreams` replaces the whole list; with nothing behind it, or with `[]`, all are removed. What is not named stays.",
    examples: [
      [
        "Search two repositories, in this order",
        "$0 update-repository --repository team --upstreams repositoryName=shared repositoryName=npm-store",
      ],
      ["Remove all upstreams", "$0 update-repository --repository team --upstreams []"],
    ],
  });

  readonly repository = Option.String("--repository", { required: true, description: "The repository" });
  readonly description = Option.String("--description", { description: "What it is for, at most 1000 characters" });
  readonly upstreams = Option.String("--upstreams", {
    tolerateBoolean: true,
    description: "All its upstreams: repositoryName=a repositoryName=b, or just the names",
  });
  readonly words = Option.Rest({ name: "upstreams" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const upstreams = parseUpstreams(this.upstreams, this.words);
    const repository = await domain.resolver.updateRepository({
      repository: await domain.requireRepository(this.repository),
      ...(this.description === undefined ? {} : { description: this.description }),
      ...(upstreams === undefined ? {} : { upstreams }),
    });
    this.printResult({ repository: describeForOutput(repository) });
    await this.noticeDeclared(domain, this.repository);
    return 0;
  }
}
