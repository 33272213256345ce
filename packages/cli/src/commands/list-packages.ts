import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { isEnum } from "typanion";
import { describeForOutput } from "../print/shapes.ts";
import { parseFormat } from "./package-command.ts";
import { pagingOption, parsePaging } from "./paging-option.ts";
import { listPages, sortedListing } from "./paging.ts";
import { RepositoryCommand } from "./repository-command.ts";

const CONTROLS = ["ALLOW", "BLOCK"] as const;

/** Proven in test/commands/list-package-versions.test.ts */
export class ListPackages extends RepositoryCommand {
  static override readonly paths = [["list-packages"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "List the packages that a repository holds; its upstreams are not looked into.",
    examples: [
      ["All packages", "$0 list-packages --repository team"],
      ["Those of a scope", "$0 list-packages --repository team --format npm --namespace types"],
    ],
  });

  readonly format = Option.String("--format", { description: "Only packages of this format" });
  readonly namespace = Option.String("--namespace", {
    description: "Only namespaces that begin so; for npm the scope without @",
  });
  readonly packagePrefix = Option.String("--package-prefix", { description: "Only names that begin so" });
  readonly publish = Option.String("--publish", {
    description: "Only packages whose origin controls have this for publishing: ALLOW or BLOCK",
    validator: isEnum(CONTROLS),
  });
  readonly upstream = Option.String("--upstream", {
    description: "Only packages whose origin controls have this for upstreams: ALLOW or BLOCK",
    validator: isEnum(CONTROLS),
  });
  readonly maxResults = pagingOption.maxResults();
  readonly nextToken = pagingOption.nextToken();
  readonly paginate = pagingOption.paginate();
  readonly maxItems = pagingOption.maxItems();
  readonly startingToken = pagingOption.startingToken();

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const filter = {
      repository: await this.requireRepository(domain),
      ...(this.format === undefined ? {} : { format: parseFormat(this.format) }),
      ...(this.namespace === undefined ? {} : { namespace: namespacePrefix(this.namespace, this.format) }),
      ...(this.packagePrefix === undefined ? {} : { packagePrefix: this.packagePrefix }),
      ...(this.publish === undefined ? {} : { publish: this.publish }),
      ...(this.upstream === undefined ? {} : { upstream: this.upstream }),
    };
    const listed = await listPages((page) => domain.resolver.listPackages({ ...filter, ...page }), parsePaging(this));
    const packages = sortedListing(listed, (each) => `${each.namespace ?? ""}/${each.package}`).map(describeForOutput);
    this.printResult({ packages, ...(listed.nextToken === undefined ? {} : { nextToken: listed.nextToken }) });
    return 0;
  }
}

/** An npm scope may be written with its @, which no stored namespace has; a generic namespace is taken as it is. */
const namespacePrefix = (namespace: string, format: string | undefined): string =>
  format === "generic" ? namespace : namespace.replace(/^@/, "");
