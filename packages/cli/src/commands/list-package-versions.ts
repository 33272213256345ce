import type { OpenDomain } from "@headwater/domain";
import { PACKAGE_VERSION_STATUSES } from "@headwater/resolver";
import { Command, Option } from "clipanion";
import { isEnum } from "typanion";
import { describeForOutput } from "../print/shapes.ts";
import { PackageCommand } from "./package-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages, sortedListing } from "./paging.ts";

export class ListPackageVersions extends PackageCommand {
  static override readonly paths = [["list-package-versions"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "List the versions of a package that a repository holds; its upstreams are not looked into.",
    details: "Without `--status` versions of every status are listed.",
    examples: [
      ["Every version", "$0 list-package-versions --repository team --format npm --package express"],
      ["Newest first", "$0 list-package-versions --package @types/node --sort-by PUBLISHED_TIME"],
    ],
  });

  readonly status = Option.String("--status", {
    description: "Only versions of this status",
    validator: isEnum(PACKAGE_VERSION_STATUSES),
  });
  readonly sortBy = Option.String("--sort-by", {
    description: "PUBLISHED_TIME: newest first",
    validator: isEnum(["PUBLISHED_TIME"] as const),
  });
  readonly originType = Option.String("--origin-type", {
    description: "Only versions of this origin",
    validator: isEnum(["INTERNAL", "EXTERNAL", "UNKNOWN"] as const),
  });
  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await this.coordinate();
    const filter = {
      repository: await this.requireRepository(domain),
      package: coordinate,
      ...(this.status === undefined ? {} : { status: this.status }),
      ...(this.sortBy === undefined ? {} : { sortBy: this.sortBy }),
      ...(this.originType === undefined ? {} : { originType: this.originType }),
    };
    const listed = await listPages(
      (page) => domain.resolver.listPackageVersions({ ...filter, ...page }),
      parsePaging(this),
    );
    const versions = this.sortBy === undefined ? sortedListing(listed, ({ version }) => version) : listed.items;
    const { format, namespace, name } = coordinate;
    this.printResult(
      describeForOutput({
        defaultDisplayVersion: listed.first.defaultDisplayVersion,
        format,
        namespace,
        package: name,
        versions,
        nextToken: listed.nextToken,
      }),
    );
    return 0;
  }
}
