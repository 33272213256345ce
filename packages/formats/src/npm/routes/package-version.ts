// GET|HEAD /{package}/{version or dist-tag}
import { HeadwaterError } from "@headwater/resolver";
import { ownText } from "../json-object.ts";
import { parseNpmName } from "../names.ts";
import { packumentForm } from "../packument-form.ts";
import { RENDITION_VERSION } from "../packument-renditions.ts";
import { fillBases, serializeWithHoles } from "../packument/serialize.ts";
import { withTarball } from "../packument/tarball-style.ts";
import { isNpmVersion } from "../versions.ts";
import { jsonAnswer, strongEtag } from "./conditional-answer.ts";
import type { Route } from "./route.ts";

/** The manifest of one version as the packument shows it. */
export const packageVersionRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: ":package/:version",
  async respond(npm, request, { package: name = "", version: wanted = "" }) {
    const view = await npm.resolver.viewPackage(
      request.repository,
      parseNpmName(name),
      isNpmVersion(wanted) ? { wantedVersion: wanted } : {},
    );
    const packument = await npm.packuments.merge(view);
    const version = packument.versions.has(wanted) ? wanted : ownText(packument.tags, wanted);
    const manifest = version === undefined ? undefined : packument.versions.get(version);
    if (version === undefined || manifest === undefined) {
      throw new HeadwaterError(
        "PACKAGE_VERSION_NOT_FOUND",
        `${request.repository} shows no version ${JSON.stringify(wanted.slice(0, 120))} of ${name}.`,
        {
          hint:
            view.keptOut ??
            `Run \`headwater explain ${name}@${wanted.slice(0, 120)} --repository ${request.repository}\` to see why.`,
          details: { repository: request.repository, package: name, version: wanted.slice(0, 300) },
        },
      );
    }
    const { style, tarballBase, attestationsBase, cacheControl } = packumentForm(request, npm.defaultRegistryUrl);
    const bytes = serializeWithHoles(withTarball(manifest, style === "absent" ? "absent" : "placeholder"));
    const etag = strongEtag(RENDITION_VERSION, view.fingerprint, version, style, tarballBase, attestationsBase);
    return jsonAnswer(
      { ...request, cacheControl },
      fillBases(bytes, { tarballs: tarballBase, attestations: attestationsBase }),
      { etag, notices: view.notices },
    );
  },
};
