import type { OpenDomain } from "@headwater/domain";
import type { Stats as DomainStats } from "@headwater/resolver";
import { Command } from "clipanion";
import { printBytes } from "../print/bytes.ts";
import { alignColumns } from "../print/columns.ts";
import { DomainCommand } from "./domain-command.ts";

export class Stats extends DomainCommand {
  static override readonly paths = [["stats"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description:
      "Count what the domain holds: packages, versions, references, and bytes stored against bytes referenced.",
    examples: [
      ["A table", "$0 stats"],
      ["For a program", "$0 stats --json"],
    ],
  });

  protected override get defaultOutput(): "table" {
    return "table";
  }

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const stats = await domain.resolver.stats();
    if (this.outputFormat === "table") this.context.stdout.write(printStats(stats));
    else this.printResult({ ...stats });
    return 0;
  }
}

/** One line per repository, then what the domain stores once for all of them. */
export function printStats(stats: DomainStats): string {
  const rows = stats.repositories.map((each) => [
    each.repository,
    String(each.packages),
    String(each.references),
    printBytes(each.bytesReferenced),
  ]);
  const { bytesStored, bytesReferenced } = stats;
  const ratio = bytesStored === 0 ? "-" : `${(bytesReferenced / bytesStored).toFixed(2)} times`;
  return [
    alignColumns([["REPOSITORY", "PACKAGES", "VERSIONS", "REFERENCED"], ...rows], new Set([1, 2, 3])),
    alignColumns([
      ["packages", String(stats.packages)],
      ["package versions", String(stats.packageVersions)],
      ["references", String(stats.references)],
      ["assets", String(stats.assets)],
      ["bytes stored", printBytes(bytesStored)],
      ["bytes referenced", printBytes(bytesReferenced)],
      ["referenced / stored", ratio],
    ]),
  ].join("\n");
}
