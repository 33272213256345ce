import { resolve } from "node:path";
import { Readable, addAbortSignal } from "node:stream";
import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { openAssetFile } from "../files/open-asset-file.ts";
import { describeForOutput } from "../print/shapes.ts";
import { PackageVersionCommand } from "./package-command.ts";

export class PublishPackageVersion extends PackageVersionCommand {
  static override readonly paths = [["publish-package-version"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Publish one file of a generic package version.",
    details:
      "A version of several files is published with `--unfinished` for all but the last. The same file again changes nothing; a Published version gets no more files.",
    examples: [
      [
        "A version of one file",
        "$0 publish-package-version --repository team --format generic --namespace acme --package tool --package-version 1.0.0 --asset-content tool.tar.gz --asset-name tool.tar.gz",
      ],
      [
        "The first of several, from standard input",
        "$0 publish-package-version --namespace acme --package tool --package-version 1.0.0 --asset-content - --asset-name notes.txt --unfinished",
      ],
    ],
  });

  override readonly format = Option.String("--format", "generic", {
    description: "The package format: generic alone is published so",
  });
  readonly assetContent = Option.String("--asset-content", {
    required: true,
    description: "The file that is published; - is standard input",
  });
  readonly assetName = Option.String("--asset-name", { required: true, description: "The file's name in the version" });
  readonly assetSHA256 = Option.String("--asset-sha256", {
    description: "The SHA-256 that the file must have, in lower-case hex",
  });
  readonly unfinished = Option.Boolean("--unfinished", false, {
    description: "More files follow: nobody gets the version yet",
  });

  protected override get endsBySignal(): boolean {
    return true;
  }

  protected override async runOn(domain: OpenDomain, signal: AbortSignal): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const repository = await this.requireRepository(domain);
    const bytes =
      this.assetContent === "-"
        ? this.context.stdin
        : await openAssetFile(resolve(this.context.cwd, this.assetContent));
    addAbortSignal(signal, bytes);
    const { revision, status, asset } = await domain.resolver.publishGenericAsset({
      repository,
      coordinate,
      asset: this.assetName,
      content: Readable.toWeb(bytes) as ReadableStream<Uint8Array>,
      ...(this.assetSHA256 === undefined ? {} : { assetSHA256: this.assetSHA256 }),
      unfinished: this.unfinished,
    });
    const { format, namespace, name, version } = coordinate;
    this.printResult(
      describeForOutput({ format, namespace, package: name, version, versionRevision: revision, status, asset }),
    );
    return 0;
  }
}
