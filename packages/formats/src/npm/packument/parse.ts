import { HeadwaterError, type JsonObject, type PackageCoordinate } from "@headwater/resolver";
import { asJsonObject, ownMember, ownText } from "../json-object.ts";
import { npmName } from "../names.ts";
import { isNpmVersion } from "../versions.ts";

/** All versions of a package plus its dist-tags, as a registry describes them. */
export interface Packument {
  /** Every top-level field but `dist-tags`, `versions` and `time`. */
  readonly fields: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: ReadonlyMap<string, JsonObject>;
  /** `created`, `modified` and one entry per version, as the registry writes them. */
  readonly time: JsonObject;
}

/**
 * Reads a packument that came from outside; from here on it is trusted. What is no version, no dist-tag or no manifest is
 * left out; a document of another package or none at all is refused. `__proto__` is never a key of anything it gives.
 * @throws EXTERNAL_REGISTRY_INVALID_ANSWER
 */
export function parsePackument(coordinate: PackageCoordinate, document: Uint8Array): Packument {
  const root = asJsonObject(parseJson(coordinate, document));
  if (root === undefined) throw invalid(coordinate, "it is not a JSON object");
  const name = ownText(root, "name");
  if (name !== npmName(coordinate))
    throw invalid(coordinate, `it describes ${JSON.stringify(name ?? null).slice(0, 120)}`);

  const { "dist-tags": tags, versions, time, ...fields } = root;
  return {
    fields: withoutPrototypeKey(fields),
    tags: Object.fromEntries(
      membersOf(tags).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "__proto__",
      ),
    ),
    versions: new Map(
      membersOf(versions).flatMap(([version, value]) => {
        const manifest = asJsonObject(value);
        return manifest !== undefined && isNpmVersion(version) ? [[version, manifest] as const] : [];
      }),
    ),
    time: withoutPrototypeKey(asJsonObject(time) ?? {}),
  };
}

/** When a version was published, in milliseconds since the epoch, if the packument says it (F6). */
export function publishedTimeOf(packument: Packument, version: string): number | undefined {
  const text = ownMember(packument.time, version);
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function parseJson(coordinate: PackageCoordinate, document: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(document.buffer, document.byteOffset, document.byteLength).toString("utf8"));
  } catch (error) {
    throw invalid(coordinate, "it is not JSON", error);
  }
}

const membersOf = (value: unknown): [string, unknown][] => Object.entries(asJsonObject(value) ?? {});

function withoutPrototypeKey(object: JsonObject): JsonObject {
  if (!Object.hasOwn(object, "__proto__")) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== "__proto__"));
}

const invalid = (coordinate: PackageCoordinate, what: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError(
    "EXTERNAL_REGISTRY_INVALID_ANSWER",
    `What the registry answered for ${npmName(coordinate)} is no packument: ${what}.`,
    {
      hint: "Check that the external connection's URL is that of an npm registry and that no proxy answers in its place.",
      cause,
    },
  );
