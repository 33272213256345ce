import type { JsonObject, JsonValue, ManifestSummary } from "@headwater/resolver";
import { asJsonObject, ownMember, ownText } from "./json-object.ts";

/** A field above this is dropped (A7). In bytes of UTF-8. */
const MAX_FIELD_BYTES = 400 * 1024;

/** Summary, home page, source code repository and licences of an npm manifest (A7). */
export function summarizeManifest(manifest: JsonObject): ManifestSummary {
  const summary = kept(ownText(manifest, "description"));
  const homePage = kept(ownText(manifest, "homepage"));
  const repository = ownMember(manifest, "repository");
  const sourceCodeRepository = kept(typeof repository === "string" ? repository : textIn(repository, "url"));
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(homePage === undefined ? {} : { homePage }),
    ...(sourceCodeRepository === undefined ? {} : { sourceCodeRepository }),
    licenses: licenseNames(manifest),
  };
}

/** `license` as text or `{type}`; before npm 1 also `licenses` as a list of either. */
function licenseNames(manifest: JsonObject): readonly string[] {
  const current = ownMember(manifest, "license");
  const former = ownMember(manifest, "licenses");
  const announced =
    current !== undefined && current !== null
      ? [current]
      : Array.isArray(former)
        ? (former as readonly JsonValue[])
        : [];
  return announced
    .map((license) =>
      kept(typeof license === "string" ? license : (textIn(license, "type") ?? textIn(license, "name"))),
    )
    .filter((name) => name !== undefined);
}

function textIn(value: JsonValue | undefined, key: string): string | undefined {
  const object = asJsonObject(value);
  return object === undefined ? undefined : ownText(object, key);
}

function kept(text: string | undefined): string | undefined {
  return text === undefined || text === "" || Buffer.byteLength(text) > MAX_FIELD_BYTES ? undefined : text;
}
