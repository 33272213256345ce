import type { OpenDomain, OpenDomainOptions } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { garbageItemForOutput, printGarbage } from "../print/garbage-report.ts";
import { createProgress } from "../print/progress.ts";
import { DomainCommand } from "./domain-command.ts";
import { wholeNumber } from "./whole-number.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export class Gc extends DomainCommand {
  static override readonly paths = [["gc"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description: "Remove from the store what no repository refers to any more, and what is only speed and unused.",
    details:
      "What nothing refers to is marked first; a sweep after the grace period removes what is still unreferenced then. So run it regularly: once a day does. It may run beside installs and publishes.",
    examples: [
      ["What would go", "$0 gc --dry-run"],
      ["Sweep", "$0 gc"],
      ["At once, without a grace period", "$0 gc --grace-period 0"],
    ],
  });

  readonly dryRun = Option.Boolean("--dry-run", false, { description: "Write nothing, and name what would go" });
  readonly gracePeriod = Option.String("--grace-period", {
    description: "How many hours a thing must have been marked before it is removed; default: 24",
  });
  readonly unusedFor = Option.String("--unused-for", {
    description: "After how many days without use registries' documents and renditions go; default: 90",
  });

  protected override get defaultOutput(): "text" {
    return "text";
  }

  protected override get endsBySignal(): boolean {
    return true;
  }

  protected override openOptions(): Pick<OpenDomainOptions, "createIfMissing" | "alignRepositories"> {
    return { createIfMissing: false, alignRepositories: false };
  }

  protected override async runOn(domain: OpenDomain, signal: AbortSignal): Promise<number> {
    const gracePeriod = (wholeNumber("--grace-period", this.gracePeriod) ?? 24) * HOUR;
    const unusedFor = wholeNumber("--unused-for", this.unusedFor);
    const { stderr: stream, env } = this.context;
    const progress = await createProgress({ label: "removing", stream, env });
    try {
      const report = await domain.resolver.collectGarbage({
        gracePeriod,
        ...(unusedFor === undefined ? {} : { unusedFor: unusedFor * DAY }),
        dryRun: this.dryRun,
        onProgress: progress.update,
        signal,
      });
      progress.stop();
      if (this.outputFormat === "text") this.printLine(printGarbage(report, gracePeriod).trimEnd());
      else this.printResult({ ...report, items: report.items.map(garbageItemForOutput) });
      return 0;
    } finally {
      progress.stop();
    }
  }
}
