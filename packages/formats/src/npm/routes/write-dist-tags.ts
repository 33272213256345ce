// PUT|DELETE /-/package/{package}/dist-tags/{tag}
// PUT|POST|DELETE /-/package/{package}/dist-tags
import { HeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { asJsonObject } from "../json-object.ts";
import { parseNpmName } from "../names.ts";
import { planTagRemoval, planTags } from "../publish/plan-tags.ts";
import { readBody } from "./read-body.ts";
import type { NpmContext, Route } from "./route.ts";
import { shadowedTags, writtenAnswer } from "./written-answer.ts";

const MAX_BODY_BYTES = 1024 * 1024;

const setTag: Route = {
  methods: ["PUT", "POST"],
  pattern: "-/package/:package/dist-tags/:tag",
  async respond(npm, request, { package: name = "", tag = "" }) {
    const version = await readJson(request);
    if (typeof version !== "string") throw badBody('a version as JSON text, for example "1.4.0"');
    return setTags(npm, request, name, { [tag]: version }, "add");
  },
};

const setAllTags: Route = {
  methods: ["PUT", "POST"],
  pattern: "-/package/:package/dist-tags",
  async respond(npm, request, { package: name = "" }) {
    const tags = Object.entries(asJsonObject(await readJson(request)) ?? { "": null });
    const texts = tags.filter((entry): entry is [string, string] => typeof entry[1] === "string");
    if (texts.length < tags.length) throw badBody("a JSON object of dist-tags and versions");
    return setTags(
      npm,
      request,
      name,
      Object.fromEntries(texts),
      request.request.method === "POST" ? "add" : "replace",
    );
  },
};

const removeTag: Route = {
  methods: ["DELETE"],
  pattern: "-/package/:package/dist-tags/:tag",
  async respond({ resolver }, { repository }, { package: name = "", tag = "" }) {
    const coordinate = parseNpmName(name);
    await resolver.editPackage(repository, coordinate, (held) => planTagRemoval(coordinate, tag, held));
    return writtenAnswer(200);
  },
};

const removeAllTags: Route = {
  methods: ["DELETE"],
  pattern: "-/package/:package/dist-tags",
  respond: (npm, request, { package: name = "" }) => setTags(npm, request, name, {}, "replace"),
};

/** The repository's own dist-tags, never the merged ones (T3, T5). `latest` stays when others are replaced. */
export const writeDistTagsRoutes: readonly Route[] = [setTag, setAllTags, removeTag, removeAllTags];

async function setTags(
  npm: NpmContext,
  request: FormatRequest,
  name: string,
  tags: Readonly<Record<string, string>>,
  mode: "add" | "replace",
): Promise<Response> {
  const coordinate = parseNpmName(name);
  await npm.resolver.editPackage(request.repository, coordinate, (held) => planTags(coordinate, tags, mode, held));
  return writtenAnswer(200, await shadowedTags(npm, request, coordinate, tags));
}

/** A POST must say that it is JSON: what browsers send for any page without asking first cannot say so. */
function requireJson({ request }: FormatRequest): void {
  const type = request.headers.get("content-type") ?? "";
  if (request.method !== "POST" || /^application\/json *(?:;|$)/i.test(type)) return;
  throw badBody("JSON, and say so by the content-type application/json");
}

async function readJson(request: FormatRequest): Promise<unknown> {
  requireJson(request);
  const body = await readBody(request, MAX_BODY_BYTES, "request for dist-tags");
  try {
    return JSON.parse(Buffer.from(body).toString("utf8")) as unknown;
  } catch (cause) {
    throw badBody("JSON", cause);
  }
}

const badBody = (expected: string, cause?: unknown): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `The request for dist-tags must have as its body ${expected}.`, {
    hint: "Nothing was changed. Set a tag with: npm dist-tag add PACKAGE@VERSION TAG",
    cause,
  });
