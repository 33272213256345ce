// GET /-/npm/v1/keys
import { passedAnswer } from "./passed-answer.ts";
import { requireReachableRegistry } from "./reachable-registry.ts";
import type { Route } from "./route.ts";

/** The public keys of the public registry's signatures, which packuments carry unchanged. */
export const signingKeysRoute: Route = {
  methods: ["GET"],
  pattern: "-/npm/v1/keys",
  async respond(npm, request) {
    const connection = await requireReachableRegistry(npm, request, "signing keys");
    return passedAnswer(request, await npm.registry.signingKeys(connection, { signal: request.request.signal }));
  },
};
