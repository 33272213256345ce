// GET|HEAD /-/ping
import { jsonAnswer } from "./conditional-answer.ts";
import type { Route } from "./route.ts";

/** An empty object: the repository is there, and whoever gets it is authenticated and may read (N3). */
export const pingRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: "-/ping",
  async respond(npm, request) {
    await npm.resolver.reachableConnections(request.repository, "npm");
    return jsonAnswer(request, "{}");
  },
};
