import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { parseFormat } from "./package-command.ts";
import { RepositoryCommand } from "./repository-command.ts";

export class GetRepositoryEndpoint extends RepositoryCommand {
  static override readonly paths = [["get-repository-endpoint"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Print the URL of a repository for the clients of a package format.",
    details:
      "With `headwater serve` running it answers there; Headwater's own installs recognise it and never dial it.",
    examples: [["For npm, pnpm, Yarn and Bun", "$0 get-repository-endpoint --repository team --format npm"]],
  });

  readonly format = Option.String("--format", "npm", { description: "The package format" });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { endpointUrl } = await import("@headwater/domain");
    const repository = await this.requireRepository(domain);
    this.printResult({ repositoryEndpoint: endpointUrl(domain.configuration, repository, parseFormat(this.format)) });
    return 0;
  }
}
