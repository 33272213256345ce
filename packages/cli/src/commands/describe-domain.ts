import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";

export class DescribeDomain extends DomainCommand {
  static override readonly paths = [["describe-domain"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description: "Show the domain: its owner, how many repositories it has, how many bytes its assets take.",
    details:
      "Whoever holds the domain's key and can read its store can read everything in it: in process, permissions guard against mistakes. The boundary is `headwater serve`.",
    examples: [["The domain of this project", "$0 describe-domain"]],
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    this.printResult({ domain: describeForOutput(await domain.resolver.describeDomain()) });
    return 0;
  }
}
