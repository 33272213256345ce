import type { OpenDomain } from "@headwater/domain";
import { Command, Option } from "clipanion";
import { describeForOutput } from "../print/shapes.ts";
import { DomainCommand } from "./domain-command.ts";
import { packageOption, parsePackageOptions } from "./package-command.ts";
import { batchExitCode, parseVersions, revisionsMember, versionsOption } from "./package-versions-command.ts";
import { parseVersionsOption } from "./versions-option.ts";

/** Proven in test/commands/package-versions-command.test.ts */
export class CopyPackageVersions extends DomainCommand {
  static override readonly paths = [["copy-package-versions"]];
  static override readonly usage = Command.Usage({
    category: "Packages",
    description: "Copy versions of a package into another repository of the domain: all of them or none.",
    details:
      "No file is copied: the other repository refers to the same ones. Status, origin and dist-tags come along. What is there already with the same content is left as it is and not reported.",
    examples: [
      [
        "Promote a version",
        "$0 copy-package-versions --source-repository staging --destination-repository team --format npm --package express --versions 5.1.0",
      ],
      [
        "Exactly what was tested",
        "$0 copy-package-versions --source-repository staging --destination-repository team --package express --version-revisions 5.1.0=REVISION",
      ],
    ],
  });

  readonly sourceRepository = Option.String("--source-repository", {
    required: true,
    description: "The repository that has the versions",
  });
  readonly destinationRepository = Option.String("--destination-repository", {
    required: true,
    description: "The repository that gets them",
  });
  readonly format = packageOption.format();
  readonly namespace = packageOption.namespace();
  readonly package = packageOption.package();
  readonly versions = versionsOption.versions();
  readonly words = versionsOption.words();
  readonly versionRevisions = versionsOption.versionRevisions();
  readonly allowOverwrite = Option.Boolean("--allow-overwrite", false, {
    description: "Replace versions that the destination has with other content",
  });
  readonly includeFromUpstream = Option.Boolean("--include-from-upstream", false, {
    description: "Also take what the source's upstreams store",
  });

  protected override async runOn(domain: OpenDomain): Promise<number> {
    const coordinate = await parsePackageOptions(this.format, this.namespace, this.package);
    const versions = parseVersionsOption(this.versions, this.words);
    const outcome = await domain.resolver.copyPackageVersions({
      sourceRepository: await domain.requireRepository(this.sourceRepository),
      destinationRepository: await domain.requireRepository(this.destinationRepository),
      package: coordinate,
      ...(versions === undefined ? {} : { versions: await parseVersions(coordinate.format, versions) }),
      ...revisionsMember(this.versionRevisions),
      allowOverwrite: this.allowOverwrite,
      includeFromUpstream: this.includeFromUpstream,
    });
    this.printResult(describeForOutput(outcome));
    return batchExitCode(outcome);
  }
}
