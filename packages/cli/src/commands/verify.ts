import type { OpenDomain, OpenDomainOptions } from "@headwater/domain";
import { HeadwaterError, isSound } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { exitCode } from "../exit-codes.ts";
import { createProgress } from "../print/progress.ts";
import { printVerify, verifyForOutput } from "../print/verify-report.ts";
import { DomainCommand } from "./domain-command.ts";

export class Verify extends DomainCommand {
  static override readonly paths = [["verify"]];
  static override readonly usage = Command.Usage({
    category: "Domain",
    description: "Check the whole store: every reference, every revision, and the bytes of every asset.",
    details:
      "Every asset is read and its four digests are compared; `--quick` looks only whether it is there in its full length. `--repair` fetches what is lost anew from the registry that it came from, and takes it only if it is the very same; with `--drop` the references to what cannot be had are removed, and named. That is refused while more than half of the assets have no bytes, as without the disk they lie on, unless `--drop-most` is there too. The exit code is 4 while something is damaged or was dropped. It may run beside installs and publishes.",
    examples: [
      ["All of it", "$0 verify"],
      ["In a moment", "$0 verify --quick"],
      ["Fetch anew what is lost", "$0 verify --repair"],
      ["And give up what cannot be had", "$0 verify --repair --drop"],
    ],
  });

  readonly quick = Option.Boolean("--quick", false, { description: "Look for presence and sizes only, read nothing" });
  readonly repair = Option.Boolean("--repair", false, { description: "Fetch lost content anew where it came from" });
  readonly drop = Option.Boolean("--drop", false, {
    description: "With --repair: remove the references to what cannot be had",
  });
  readonly dropMost = Option.Boolean("--drop-most", false, {
    description: "With --drop: also while more than half of the assets have no bytes",
  });

  protected override get defaultOutput(): "table" {
    return "table";
  }

  protected override get endsBySignal(): boolean {
    return true;
  }

  protected override openOptions(): Pick<OpenDomainOptions, "createIfMissing" | "alignRepositories"> {
    return { createIfMissing: false, alignRepositories: false };
  }

  protected override async runOn(domain: OpenDomain, signal: AbortSignal): Promise<number> {
    if (this.drop && !this.repair) {
      throw new HeadwaterError("INVALID_ARGUMENT", "--drop goes with --repair only: what can be had is not given up.", {
        hint: "Use verify --repair --drop.",
      });
    }
    if (this.dropMost && !this.drop) {
      throw new HeadwaterError("INVALID_ARGUMENT", "--drop-most goes with --drop only.", {
        hint: "Use verify --repair --drop --drop-most.",
      });
    }
    const { stderr: stream, env } = this.context;
    const progress = await createProgress({ label: "verifying", stream, env });
    try {
      const report = await domain.resolver.verifyStore({
        quick: this.quick,
        repair: this.repair,
        drop: this.drop,
        dropMost: this.dropMost,
        onProgress: progress.update,
        signal,
      });
      progress.stop();
      if (this.outputFormat === "table") this.printLine(printVerify(report).trimEnd());
      else this.printResult(verifyForOutput(report));
      return isSound(report) ? 0 : exitCode("STORE_CORRUPT");
    } finally {
      progress.stop();
    }
  }
}
