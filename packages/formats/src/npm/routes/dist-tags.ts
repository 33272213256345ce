// GET /-/package/{package}/dist-tags
import { parseNpmName } from "../names.ts";
import { RENDITION_VERSION } from "../packument-renditions.ts";
import { jsonAnswer, strongEtag } from "./conditional-answer.ts";
import type { Route } from "./route.ts";

/** The dist-tags as the packument shows them: merged, the upstream's value first (T1, T2). */
export const distTagsRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: "-/package/:package/dist-tags",
  async respond({ resolver }, request, { package: name = "" }) {
    const view = await resolver.viewPackage(request.repository, parseNpmName(name));
    const { tags } = await view.load();
    const etag = strongEtag(RENDITION_VERSION, view.fingerprint, "dist-tags");
    return jsonAnswer(request, JSON.stringify(tags), { etag, notices: view.notices });
  },
};
