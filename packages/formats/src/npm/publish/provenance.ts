import type { JsonObject, JsonValue, PackageCoordinate } from "@headwater/resolver";
import { asJsonObject, isNestedDeeperThan, ownMember, ownObject, ownText } from "../json-object.ts";
import { escapedNpmName } from "../names.ts";
import { publishRefused } from "./refuse-publish.ts";

/** The field of a stored manifest that holds the provenance sent with a publish; clients see it at the attestations' own address only. Proven in test/npm/routes/publish.test.ts */
export const PROVENANCE_FIELD = "_provenance";

/** Where the attestations of a version are, below an endpoint; `escaped name@version` follows. */
export const ATTESTATIONS_PATH = "-/npm/v1/attestations/";

/** More is no bundle: one has some ten thousand. In characters. */
const MAX_BUNDLE_LENGTH = 1024 * 1024;
const MAX_BUNDLE_DEPTH = 50;

/** Is an attachment of this name a Sigstore bundle, and not the tarball? */
export const isProvenanceName = (file: string): boolean => file.endsWith(".sigstore");

/**
 * The Sigstore bundles of a publish, as sent: whether they are true is for those to judge who ask for them.
 * @throws INVALID_ARGUMENT, TOO_LARGE
 */
export function readProvenance(attachments: JsonObject): readonly JsonObject[] {
  return Object.entries(attachments)
    .filter(([file]) => isProvenanceName(file))
    .map(([file, attachment]) => {
      const text = ownText(asJsonObject(attachment) ?? {}, "data") ?? "";
      if (text.length > MAX_BUNDLE_LENGTH)
        throw publishRefused(`${file} is larger than any provenance`, { code: "TOO_LARGE" });
      const bundle = asJsonObject(parse(text));
      if (bundle === undefined || isNestedDeeperThan(bundle, MAX_BUNDLE_DEPTH))
        throw publishRefused(`${file} is no Sigstore bundle`);
      return bundle;
    });
}

/** The bundles of a stored manifest as npm's registry answers for attestations; `undefined` when it has none. */
export function attestationsOf(manifest: JsonObject): JsonObject | undefined {
  const bundles = ownMember(manifest, PROVENANCE_FIELD);
  if (!Array.isArray(bundles)) return undefined;
  return {
    attestations: bundles.map((bundle: JsonValue) => ({
      predicateType: predicateType(asJsonObject(bundle) ?? {}),
      bundle,
    })),
  };
}

/**
 * What `dist.attestations` says of a stored manifest, the URL relative to the endpoint: without it no client looks for
 * provenance. `undefined` when there is none, or none that says what it is.
 */
export function announcedAttestations(
  coordinate: PackageCoordinate,
  version: string,
  manifest: JsonObject,
): JsonObject | undefined {
  const bundles = ownMember(manifest, PROVENANCE_FIELD);
  const types = Array.isArray(bundles) ? bundles.map((bundle) => predicateType(asJsonObject(bundle) ?? {})) : [];
  const type = types.find((each) => each !== null);
  if (type === undefined) return undefined;
  const url = `${ATTESTATIONS_PATH}${escapedNpmName(coordinate)}@${encodeURIComponent(version)}`;
  return { url, provenance: { predicateType: type } };
}

/** What the signed statement says of itself; `null` when it cannot be read. */
function predicateType(bundle: JsonObject): JsonValue {
  const payload = ownText(ownObject(bundle, "dsseEnvelope") ?? {}, "payload");
  if (payload === undefined) return null;
  return ownText(asJsonObject(parse(Buffer.from(payload, "base64").toString("utf8"))) ?? {}, "predicateType") ?? null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
