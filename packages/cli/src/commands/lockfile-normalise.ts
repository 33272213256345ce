import { Readable } from "node:stream";
import type { NormalisedLockfile } from "@headwater/formats";
import { redact } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { writeWholeFile } from "../files/write-whole-file.ts";
import type { FoundLockfile } from "../lockfile/find-lockfiles.ts";
import { printNormalised } from "../print/lockfile-report.ts";
import { LockfileCommand } from "./lockfile-command.ts";

export class LockfileNormalise extends LockfileCommand {
  static override readonly paths = [["lockfile", "normalise"]];
  static override readonly usage = Command.Usage({
    category: "Install",
    description: "Replace proxies' URLs in a lockfile by what its package manager writes by itself.",
    details:
      "Without files it repairs all lockfiles of the project. Everything else in them stays as it is, byte for byte; running it twice changes nothing more. Scopes with a registry of their own, git, files and other tarballs are left alone. The exit code is 1 when an entry could not be repaired.",
    examples: [
      ["See what would change", "$0 lockfile normalise --dry-run"],
      ["Repair the lockfiles of this project", "$0 lockfile normalise"],
    ],
  });

  readonly dryRun = Option.Boolean("--dry-run", false, { description: "Show the changes and make none" });

  protected override async run(signal: AbortSignal): Promise<number> {
    const { normaliseLockfile } = await import("@headwater/formats");
    const planned: { readonly found: FoundLockfile; readonly result: NormalisedLockfile }[] = [];
    // All are read before the first is written: one that cannot be read leaves all as they were.
    for (const found of await this.findLockfiles()) {
      const registries = await this.registriesFor(found);
      planned.push({ found, result: await normaliseLockfile(found.tool, found.text, found.file, registries) });
    }
    for (const { found, result } of planned) {
      if (this.dryRun || result.repaired.length === 0) continue;
      await writeWholeFile(found.path, Readable.from([result.text]), signal, { mode: found.mode });
    }
    this.report(planned);
    return planned.every(({ result }) => result.left.length === 0) ? 0 : 1;
  }

  private report(planned: readonly { readonly found: FoundLockfile; readonly result: NormalisedLockfile }[]): void {
    const lockfiles = planned.map(({ found: { file, tool }, result: { repaired, left } }) => ({
      file,
      tool,
      repaired: repaired.map(({ name, version, line, host }) => ({ line, package: name, version, host })),
      left: left.map(({ name, version, line, host, obstacle }) => ({ line, package: name, version, host, obstacle })),
    }));
    if (this.outputFormat === "json") return this.printResult({ written: !this.dryRun, lockfiles });
    const lines = lockfiles.flatMap((each) => printNormalised(each, { dryRun: this.dryRun }));
    this.printLine(redact(lines.join("\n")));
  }
}
