// GET /-/npm/v1/attestations/{package}@{version}
import {
  HeadwaterError,
  type JsonObject,
  type PackageVersionCoordinate,
  isHeadwaterError,
  packageOf,
} from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { npmName, parseNpmName } from "../names.ts";
import { attestationsOf } from "../publish/provenance.ts";
import { isNpmVersion } from "../versions.ts";
import { jsonAnswer } from "./conditional-answer.ts";
import { passedAnswer } from "./passed-answer.ts";
import { requireReachableRegistry } from "./reachable-registry.ts";
import type { NpmContext, Route } from "./route.ts";

/** The provenance of a version: what was sent when it was published here, else what the public registry has. */
export const attestationsRoute: Route = {
  methods: ["GET"],
  pattern: "-/npm/v1/attestations/:spec",
  async respond(npm, request, { spec = "" }) {
    const at = spec.lastIndexOf("@");
    const version = spec.slice(at + 1);
    const coordinate = parseNpmName(spec.slice(0, Math.max(at, 0)));
    if (!isNpmVersion(version)) {
      throw new HeadwaterError("INVALID_VERSION", `${JSON.stringify(version.slice(0, 120))} is no version.`, {
        hint: "Ask for one version, for example express@4.18.2.",
        details: { value: version.slice(0, 300) },
      });
    }
    const own = await publishedAttestations(npm, request, { ...coordinate, version });
    if (own !== undefined) return jsonAnswer(request, JSON.stringify(own));
    const connection = await requireReachableRegistry(npm, request, "attestations");
    return passedAnswer(
      request,
      await npm.registry.attestations(connection, { ...coordinate, version }, { signal: request.request.signal }),
    );
  },
};

/**
 * What a version that was published into the domain has; `undefined` when no such version is shown.
 * @throws ASSET_NOT_FOUND when it was published without: the public registry's are of another package then
 */
async function publishedAttestations(
  { resolver }: NpmContext,
  { repository }: FormatRequest,
  coordinate: PackageVersionCoordinate,
): Promise<JsonObject | undefined> {
  const held = await shownVersion(resolver, repository, coordinate);
  if (held?.reference.origin.originType !== "INTERNAL") return undefined;
  const attestations = attestationsOf(held.revision.manifest);
  if (attestations !== undefined) return attestations;
  throw new HeadwaterError(
    "ASSET_NOT_FOUND",
    `${npmName(coordinate)}@${coordinate.version} was published without provenance.`,
    {
      hint: "Publish with provenance: npm publish --provenance --access public",
      details: { package: npmName(coordinate) },
    },
  );
}

async function shownVersion(
  resolver: NpmContext["resolver"],
  repository: string,
  coordinate: PackageVersionCoordinate,
) {
  try {
    const view = await resolver.viewPackage(repository, packageOf(coordinate));
    return (await view.load()).versions.get(coordinate.version);
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "PACKAGE_NOT_FOUND") return undefined;
    throw error;
  }
}
