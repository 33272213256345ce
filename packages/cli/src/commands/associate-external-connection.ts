import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";

export class AssociateExternalConnection extends DomainCommand {
  static override readonly paths = [["associate-external-connection"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Connect a repository to a public registry; it can have one such connection.",
    examples: [
      [
        "Let npm-store fetch from the public npm registry",
        "$0 associate-external-connection --repository npm-store --external-connection public:npmjs",
      ],
    ],
  });

  readonly repository = Option.String("--repository", { required: true, description: "The repository" });
  readonly externalConnection = Option.String("--external-connection", {
    required: true,
    description: "For npm: public:npmjs",
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const name = await domain.requireRepository(this.repository);
    const repository = await domain.resolver.associateExternalConnection(name, this.externalConnection);
    this.printResult({ repository: describeForOutput(repository) });
    await this.noticeDeclared(domain, name);
    return 0;
  }
}
