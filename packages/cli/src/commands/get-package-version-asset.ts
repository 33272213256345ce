import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { writeWholeFile } from "../files/write-whole-file.ts";
import { PackageVersionCommand } from "./package-command.ts";

/** Proven in test/commands/list-package-versions.test.ts */
export class GetPackageVersionAsset extends PackageVersionCommand {
  static override readonly paths = [["get-package-version-asset"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Write a file of a package version, and print what was written.",
    details:
      "The file appears only when all of its bytes are right. With `-` the bytes go to standard output, and nothing is printed.",
    examples: [
      [
        "Save a tarball",
        "$0 get-package-version-asset --repository team --format npm --package express --package-version 5.1.0 --asset package.tgz express.tgz",
      ],
    ],
  });

  readonly asset = Option.String("--asset", { required: true, description: "The file's name; for npm package.tgz" });
  readonly packageVersionRevision = Option.String("--package-version-revision", {
    description: "Only if this is the current revision",
  });
  readonly outfile = Option.String({ name: "outfile", required: true });

  protected override get endsBySignal(): boolean {
    return true;
  }

  protected override async runOn(domain: OpenDomain, signal: AbortSignal): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const repository = await this.requireRepository(domain);
    const served = await domain.resolver.getPackageVersionAsset(
      repository,
      coordinate,
      this.asset,
      this.packageVersionRevision,
    );
    const bytes = Readable.fromWeb(served.body);
    if (this.outfile === "-") {
      await pipeline(bytes, this.context.stdout, { end: false, signal });
      return 0;
    }
    await writeWholeFile(resolve(this.context.cwd, this.outfile), bytes, signal);
    this.printResult({
      assetName: this.asset,
      packageVersion: coordinate.version,
      packageVersionRevision: served.revision,
    });
    return 0;
  }
}
