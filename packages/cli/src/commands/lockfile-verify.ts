import type { OpenDomain } from "@headwater/domain";
import type { LockfileInspection } from "@headwater/formats";
import { redact } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import type { Servability } from "../lockfile/check-servable.ts";
import type { FoundLockfile } from "../lockfile/find-lockfiles.ts";
import { printVerified } from "../print/lockfile-report.ts";
import { LockfileCommand } from "./lockfile-command.ts";

/** The exit code when a lockfile is not as it should be. */
const NOT_CLEAN = 1;

interface Inspected extends LockfileInspection {
  readonly found: FoundLockfile;
}

export class LockfileVerify extends LockfileCommand {
  static override readonly paths = [["lockfile", "verify"]];
  static override readonly usage = Command.Usage({
    category: "Install",
    description: "Find entries of a lockfile that name a proxy, and those that could not be installed offline.",
    details:
      "Without files it looks at all lockfiles of the project. The exit code is 1 when an entry names a proxy's URL where its package manager by itself would write none; with `--servable` also when the repository could not give out an entry with every external connection cut. Nothing is changed or fetched.",
    examples: [
      ["The lockfiles of this project", "$0 lockfile verify"],
      ["Before a build without network", "$0 lockfile verify --servable"],
      ["One file", "$0 lockfile verify --tool pnpm pnpm-lock.yaml"],
    ],
  });

  readonly repository = Option.String("--repository", {
    description: "The repository that --servable asks; default: the configured one",
  });
  readonly servable = Option.Boolean("--servable", false, {
    description: "Tell which entries the repository could not give out with the external connection cut",
  });

  private inspected: readonly Inspected[] = [];

  protected override async run(signal: AbortSignal): Promise<number> {
    const { inspectLockfile } = await import("@headwater/formats");
    const inspected: Inspected[] = [];
    for (const found of await this.findLockfiles()) {
      const registries = await this.registriesFor(found);
      inspected.push({ found, ...(await inspectLockfile(found.tool, found.text, found.file, registries)) });
    }
    this.inspected = inspected;
    return this.servable ? super.run(signal) : this.report(undefined);
  }

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const { checkServable } = await import("../lockfile/check-servable.ts");
    const repository = await domain.requireRepository(this.repository);
    const checked: Servability[] = [];
    const { direct } = domain.configuration;
    for (const each of this.inspected) checked.push(await checkServable(domain.resolver, each, { repository, direct }));
    return this.report(checked);
  }

  private report(checked: readonly Servability[] | undefined): number {
    const lockfiles = this.inspected.map(({ found: { file, tool }, entries, proxyUrls }, index) => {
      const servability = checked?.[index];
      return {
        file,
        tool,
        entries: entries.length,
        proxyUrls: proxyUrls.map(({ name, version, line, host }) => ({ line, package: name, version, host })),
        ...(servability === undefined ? {} : { servability }),
      };
    });
    if (this.outputFormat === "json") this.printResult({ lockfiles });
    else this.printLine(redact(lockfiles.flatMap(printVerified).join("\n")));
    const isClean = lockfiles.every(
      ({ proxyUrls, servability }) => proxyUrls.length === 0 && (servability?.unservable ?? []).length === 0,
    );
    return isClean ? 0 : NOT_CLEAN;
  }
}
