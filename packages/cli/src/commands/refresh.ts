import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { printRefresh } from "../print/refresh-report.ts";
import { RepositoryCommand } from "./repository-command.ts";

export class Refresh extends RepositoryCommand {
  static override readonly paths = [["refresh"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Ask the public registries about a package now, however young their last word is.",
    details:
      "All registries behind the repository are asked, and what has changed is told: versions, dist-tags. Nothing is retained.",
    examples: [
      ["A package", "$0 refresh express"],
      ["Through another repository", "$0 refresh @types/node --repository shared"],
    ],
  });

  readonly name = Option.String({ name: "package", required: true });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { parseNpmName } = await import("@headwater/formats");
    const coordinate = parseNpmName(this.name);
    const repository = await this.requireRepository(domain);
    const report = await domain.resolver.refreshPackage(repository, coordinate);
    if (this.outputFormat === "text") this.context.stdout.write(printRefresh(report));
    else {
      const { format, namespace, name } = coordinate;
      const named = { format, ...(namespace === undefined ? {} : { namespace }), package: name };
      this.printResult({ repository, ...named, registries: report.registries });
    }
    return 0;
  }
}
