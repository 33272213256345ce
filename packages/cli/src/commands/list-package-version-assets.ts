import type { OpenDomain } from "@headwater/domain";
import { Command } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageVersionCommand } from "./package-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages, sortedListing } from "./paging.ts";

export class ListPackageVersionAssets extends PackageVersionCommand {
  static override readonly paths = [["list-package-version-assets"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "List the files of a package version with their sizes and digests.",
    examples: [
      [
        "The files of one version",
        "$0 list-package-version-assets --repository team --format npm --package express --package-version 5.1.0",
      ],
    ],
  });

  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.versionCoordinate();
    const repository = await this.requireRepository(domain);
    const listed = await listPages(async (page) => {
      const { assets: items, ...rest } = await domain.resolver.listPackageVersionAssets(repository, coordinate, page);
      return { items, ...rest };
    }, parsePaging(this));
    const assets = sortedListing(listed, (asset) => asset.name);
    const { format, namespace, name, version } = coordinate;
    this.printResult(
      describeForOutput({
        assets,
        format,
        namespace,
        package: name,
        version,
        versionRevision: listed.first.revision,
        nextToken: listed.nextToken,
      }),
    );
    return 0;
  }
}
