// PUT|DELETE /{package}/-rev/{revision}
// DELETE /{package}/-/{file}.tgz/-rev/{revision}
import type { Notice } from "@headwater/resolver";
import { ownObject } from "../json-object.ts";
import { parseNpmName } from "../names.ts";
import { planEmptying, planRemovals, planTarballRemoval } from "../publish/plan-edits.ts";
import { receiveDocument } from "../publish/receive-document.ts";
import { publishRefused } from "../publish/refuse-publish.ts";
import { hiddenVersions } from "./hidden-versions.ts";
import { noMetadata } from "./not-supported.ts";
import type { Route } from "./route.ts";
import { writtenAnswer } from "./written-answer.ts";

/**
 * The whole package, or its only shown version: all Published versions that the repository holds are deleted; the hidden
 * ones stay, and the client is told; what upstreams have stays visible (X5, X6, K9).
 */
const unpublishPackage: Route = {
  methods: ["DELETE"],
  pattern: ":package/-rev/:revision",
  async respond({ resolver }, { repository }, { package: name = "", revision = "" }) {
    const coordinate = parseNpmName(name);
    let kept: readonly Notice[] = [];
    await resolver.editPackage(repository, coordinate, (held) => {
      kept = hiddenVersions(repository, coordinate, held);
      return planEmptying(coordinate, revision, held);
    });
    return writtenAnswer(200, kept);
  },
};

/** One version: the packument comes back without it. */
const unpublishVersion: Route = {
  methods: ["PUT"],
  pattern: ":package/-rev/:revision",
  async respond({ resolver }, request, { package: name = "", revision = "" }) {
    const coordinate = parseNpmName(name);
    const { document, tarball } = await receiveDocument(resolver, request.request);
    if (tarball !== undefined) {
      await resolver.discardStagedAssets([tarball.staged]);
      throw publishRefused("a version is published to the package's own address, without a revision");
    }
    if (ownObject(document, "versions") === undefined) throw noMetadata(request, document);
    await resolver.editPackage(request.repository, coordinate, (held) =>
      planRemovals(coordinate, document, revision, held),
    );
    return writtenAnswer(200);
  },
};

/** The tarball of a version that was taken out before. The bytes go by the sweep, when nobody refers to them any more (X7). */
const unpublishTarball: Route = {
  methods: ["DELETE"],
  pattern: ":package/-/:file/-rev/:revision",
  async respond({ resolver }, { repository }, { package: name = "", file: path = "", revision = "" }) {
    const coordinate = parseNpmName(name);
    const file = path.split("/").at(-1) ?? path;
    await resolver.editPackage(repository, coordinate, (held) => planTarballRemoval(coordinate, file, revision, held));
    return writtenAnswer(200);
  },
};

export const unpublishRoutes: readonly Route[] = [unpublishPackage, unpublishVersion, unpublishTarball];
