import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";
import { parseUpstreams } from "./upstreams-option.ts";

export class CreateRepository extends DomainCommand {
  static override readonly paths = [["create-repository"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Create a repository.",
    details: "Upstreams are searched in the order in which they are given; there can be at most 10.",
    examples: [
      [
        "A repository that gets packages from another one",
        "$0 create-repository --repository team --upstreams repositoryName=shared",
      ],
      ["One with a description", '$0 create-repository --repository shared --description "for all teams"'],
    ],
  });

  readonly repository = Option.String("--repository", { required: true, description: "The new repository's name" });
  readonly description = Option.String("--description", { description: "What it is for, at most 1000 characters" });
  readonly upstreams = Option.String("--upstreams", {
    tolerateBoolean: true,
    description: "Its upstreams: repositoryName=a repositoryName=b, or just the names",
  });
  readonly words = Option.Rest({ name: "upstreams" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const upstreams = parseUpstreams(this.upstreams, this.words);
    const repository = await domain.resolver.createRepository({
      repository: this.repository,
      ...(this.description === undefined ? {} : { description: this.description }),
      ...(upstreams === undefined ? {} : { upstreams }),
    });
    this.printResult({ repository: describeForOutput(repository) });
    return 0;
  }
}
