// GET|HEAD /-/ping
import { jsonAnswer } from "./conditional-answer.ts";
import type { Route } from "./route.ts";

/** An empty object: whoever gets it is authenticated and may read (N3). */
export const pingRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: "-/ping",
  async respond(_npm, request) {
    return jsonAnswer(request, "{}");
  },
};
