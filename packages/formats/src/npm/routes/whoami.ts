// GET /-/whoami
import { HeadwaterError } from "@headwater/resolver";
import { jsonAnswer } from "./conditional-answer.ts";
import type { Route } from "./route.ts";

/** Whom the server took the client for. */
export const whoamiRoute: Route = {
  methods: ["GET", "HEAD"],
  pattern: "-/whoami",
  async respond(_npm, request) {
    if (request.principal !== undefined) return jsonAnswer(request, JSON.stringify({ username: request.principal }));
    throw new HeadwaterError("UNAUTHENTICATED", "Nobody is known to be asking: the request carries no token.", {
      hint: "Configure the token of this endpoint in the client.",
    });
  },
};
