// GET /-/package/{package}/visibility
import { parseNpmName } from "../names.ts";
import { jsonAnswer } from "./conditional-answer.ts";
import type { Route } from "./route.ts";

/** Nothing in a repository is for everybody: npm asks before it makes a provenance, and for `npm access get status`. */
export const visibilityRoute: Route = {
  methods: ["GET"],
  pattern: "-/package/:package/visibility",
  async respond({ resolver }, request, { package: name = "" }) {
    parseNpmName(name);
    await resolver.reachableConnections(request.repository, "npm");
    return jsonAnswer(request, JSON.stringify({ public: false }));
  },
};
