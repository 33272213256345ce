// GET /-/v1/search?text=&size=&from=
import {
  HeadwaterError,
  type JsonObject,
  type Notice,
  type PackageCoordinate,
  isHeadwaterError,
} from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { asJsonObject, ownMember, ownObject, ownText } from "../json-object.ts";
import { npmName } from "../names.ts";
import { jsonAnswer } from "./conditional-answer.ts";
import { reachableRegistry } from "./reachable-registry.ts";
import type { NpmContext, Route } from "./route.ts";

const DEFAULT_SIZE = 20;
/** npm's registry gives no more at once. */
const MAX_SIZE = 250;
/** So many packuments are merged at once: a page of 250 would otherwise be held whole, and asked for anew all together. */
const PARALLEL = 8;

/** What the domain holds first, then what the public registry finds, each package once. */
export const searchRoute: Route = {
  methods: ["GET"],
  pattern: "-/v1/search",
  async respond(npm, request) {
    const query = new URL(request.request.url).searchParams;
    const size = count(query.get("size"), DEFAULT_SIZE, MAX_SIZE);
    const from = count(query.get("from"), 0, Number.MAX_SAFE_INTEGER);
    const text = query.get("text");
    if (text === null)
      throw new HeadwaterError("INVALID_ARGUMENT", "The search names no text to search for.", {
        hint: "Add text= to the query, as npm search does.",
      });
    const held = await npm.resolver.searchHeldPackages(request.repository, "npm", text, MAX_SIZE);
    const window = held.slice(from, from + size);
    const { objects, notices } = await describeAll(npm, request, window);

    const heldNames = new Set(held.map(npmName));
    const external = await searchOutside(npm, request, query, {
      from: Math.max(0, from - held.length),
      size: Math.min(MAX_SIZE, size + held.length),
    });
    const added = external.objects.filter(
      (object) => !heldNames.has(ownText(ownObject(object, "package") ?? {}, "name") ?? ""),
    );
    const answer = {
      objects: [...objects, ...added.slice(0, size - window.length)],
      total: held.length + external.total,
      time: new Date().toISOString(),
    };
    return jsonAnswer(request, JSON.stringify(answer), { notices: [...notices, ...external.notices] });
  },
};

interface OutsideResult {
  readonly objects: readonly JsonObject[];
  readonly total: number;
  readonly notices: readonly Notice[];
}

/** The public registry's page; where it cannot be asked, none and a notice that says so. */
async function searchOutside(
  npm: NpmContext,
  request: FormatRequest,
  query: URLSearchParams,
  page: { from: number; size: number },
): Promise<OutsideResult> {
  const connection = await reachableRegistry(npm, request);
  if (connection === undefined) return { objects: [], total: 0, notices: [] };
  const asked = new URLSearchParams(query);
  asked.set("from", String(page.from));
  asked.set("size", String(page.size));
  try {
    return { ...(await npm.registry.search(connection, asked, { signal: request.request.signal })), notices: [] };
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
    const message = `Only packages that the domain holds were searched. ${error.message}`;
    return { objects: [], total: 0, notices: [{ code: "EXTERNAL_REGISTRY_UNREACHABLE", message }] };
  }
}

/** Held packages as npm prints search results, those left out that show no version. What cannot be described is named alone. */
async function describeAll(
  npm: NpmContext,
  request: FormatRequest,
  coordinates: readonly PackageCoordinate[],
): Promise<{ readonly objects: readonly JsonObject[]; readonly notices: readonly Notice[] }> {
  const objects: JsonObject[] = [];
  const notices: Notice[] = [];
  const describe = async (coordinate: PackageCoordinate): Promise<JsonObject | undefined> => {
    try {
      return await describeHeld(npm, request, coordinate);
    } catch (error) {
      if (!isHeadwaterError(error)) throw error;
      if (error.code === "PACKAGE_NOT_FOUND") return undefined;
      const message = `${npmName(coordinate)} could not be described. ${error.message}`;
      notices.push({ code: "EXTERNAL_REGISTRY_UNREACHABLE", message });
      return searchResult(coordinate, "", {}, undefined);
    }
  };
  for (let start = 0; start < coordinates.length; start += PARALLEL) {
    const described = await Promise.all(coordinates.slice(start, start + PARALLEL).map(describe));
    objects.push(...described.filter((found) => found !== undefined));
  }
  return { objects, notices };
}

/** A held package as npm prints search results; `undefined` when none of its versions is shown. */
async function describeHeld(
  npm: NpmContext,
  request: FormatRequest,
  coordinate: PackageCoordinate,
): Promise<JsonObject | undefined> {
  const view = await npm.resolver.viewPackage(request.repository, coordinate);
  const packument = await npm.packuments.merge(view);
  const version = packument.tags["latest"] ?? [...packument.versions.keys()].at(-1);
  const manifest = version === undefined ? undefined : packument.versions.get(version);
  if (version === undefined || manifest === undefined) return undefined;
  return searchResult(coordinate, version, manifest, ownText(packument.time, version));
}

function searchResult(
  coordinate: PackageCoordinate,
  version: string,
  manifest: JsonObject,
  date: string | undefined,
): JsonObject {
  const people = ownMember(manifest, "maintainers");
  const maintainers = Array.isArray(people) ? people.map(person) : [];
  const publisher = ownMember(manifest, "_npmUser");
  const keywords = ownMember(manifest, "keywords");
  const homepage = ownText(manifest, "homepage");
  return {
    package: {
      name: npmName(coordinate),
      scope: coordinate.namespace ?? "unscoped",
      version,
      description: ownText(manifest, "description") ?? "",
      keywords: Array.isArray(keywords) ? keywords : [],
      date: date ?? new Date(0).toISOString(),
      links: homepage === undefined ? {} : { homepage },
      publisher: publisher === undefined ? (maintainers[0] ?? {}) : person(publisher),
      maintainers,
    },
    score: { final: 1, detail: { quality: 1, popularity: 1, maintenance: 1 } },
    searchScore: 1,
    flags: { unstable: 0 },
  };
}

/** `{username, email}` of `{name, email}` or of `name <email>`. */
function person(value: unknown): JsonObject {
  const object = asJsonObject(value) ?? {};
  const text = typeof value === "string" ? /^([^<]*)(?:<([^>]*)>)?/.exec(value) : null;
  return {
    username: ownText(object, "name") ?? text?.[1]?.trim() ?? "",
    email: ownText(object, "email") ?? text?.[2] ?? "",
  };
}

function count(text: string | null, otherwise: number, max: number): number {
  return text !== null && /^[0-9]{1,9}$/.test(text) ? Math.min(Number(text), max) : otherwise;
}
