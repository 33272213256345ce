import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { exitCode } from "../exit-codes.ts";
import { printExplanation, refusalHint } from "../print/explanation.ts";
import { describeForOutput } from "../print/shapes.ts";
import { RepositoryCommand } from "./repository-command.ts";

export class Explain extends RepositoryCommand {
  static override readonly paths = [["explain"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Tell why a version is chosen or refused, where its bytes come from and who keeps it.",
    details: "It retains nothing. The exit code is 0 when a version would be given out.",
    examples: [
      ["A range", "$0 explain express@^5"],
      ["A tag, in another repository", "$0 explain @types/node@latest --repository shared"],
    ],
  });

  readonly spec = Option.String({ name: "spec", required: true });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { parseNpmSpec, selectNpmVersion } = await import("@headwater/formats");
    const { coordinate, wanted } = parseNpmSpec(this.spec);
    const repository = await this.requireRepository(domain);
    const explanation = await domain.resolver.explain(repository, coordinate, wanted, (asked, versions, tags) =>
      selectNpmVersion(asked, versions, tags),
    );
    const { refusal, ...rest } = explanation;
    // What is printed for people is no list: as a table it would say less.
    if (this.outputFormat !== "json") this.context.stdout.write(printExplanation(explanation));
    else {
      const shown =
        refusal === undefined
          ? undefined
          : { code: refusal.code, message: refusal.message, hint: refusalHint(refusal) };
      this.printResult(describeForOutput({ ...rest, refusal: shown }));
    }
    return refusal === undefined ? 0 : exitCode(refusal.code);
  }
}
