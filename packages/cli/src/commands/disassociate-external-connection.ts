import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";

export class DisassociateExternalConnection extends DomainCommand {
  static override readonly paths = [["disassociate-external-connection"]];
  static override readonly usage = Command.Usage({
    category: "Repositories",
    description: "Cut a repository off from a public registry; what was retained stays.",
    examples: [
      [
        "Cut npm-store off",
        "$0 disassociate-external-connection --repository npm-store --external-connection public:npmjs",
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
    const repository = await domain.resolver.disassociateExternalConnection(name, this.externalConnection);
    this.printResult({ repository: describeForOutput(repository) });
    await this.noticeDeclared(domain, name);
    return 0;
  }
}
