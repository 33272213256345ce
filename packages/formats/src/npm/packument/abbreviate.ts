import type { JsonObject, JsonValue } from "@headwater/resolver";
import { ownMember, ownObject, ownText } from "../json-object.ts";
import type { Packument } from "./parse.ts";

/** The media type of the abbreviated form, which clients ask for when they only install. */
export const ABBREVIATED_TYPE = "application/vnd.npm.install-v1+json";

/** The fields of a version in the abbreviated form, as npm's registry documents them; `hasInstallScript` is computed. */
const ABBREVIATED_FIELDS = [
  "name",
  "version",
  "deprecated",
  "bin",
  "cpu",
  "os",
  "libc",
  "dist",
  "engines",
  "_hasShrinkwrap",
  "funding",
  "directories",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bundleDependencies",
  "bundledDependencies",
  "acceptDependencies",
];

const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"];

/** The abbreviated form: `name`, `modified`, `dist-tags` and of each version only what an install needs. */
export function abbreviatedDocument(packument: Packument): JsonObject {
  const name = ownText(packument.fields, "name");
  const modified = ownText(packument.time, "modified");
  return {
    ...(name === undefined ? {} : { name }),
    ...(modified === undefined ? {} : { modified }),
    "dist-tags": packument.tags,
    versions: Object.fromEntries(
      [...packument.versions].map(([version, manifest]) => [version, abbreviateManifest(manifest)]),
    ),
  };
}

function abbreviateManifest(manifest: JsonObject): JsonObject {
  const fields: [string, JsonValue][] = [];
  for (const key of ABBREVIATED_FIELDS) {
    const value = ownMember(manifest, key);
    if (value !== undefined) fields.push([key, value]);
  }
  if (hasInstallScript(manifest)) fields.push(["hasInstallScript", true]);
  return Object.fromEntries(fields);
}

/** As announced; registries that do not announce it leave it to be seen from the scripts. */
function hasInstallScript(manifest: JsonObject): boolean {
  const announced = ownMember(manifest, "hasInstallScript");
  if (typeof announced === "boolean") return announced;
  const scripts = ownObject(manifest, "scripts");
  return scripts !== undefined && INSTALL_SCRIPTS.some((script) => Boolean(ownText(scripts, script)));
}
