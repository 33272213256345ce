// POST /-/npm/v1/security/advisories/bulk
// POST /-/npm/v1/security/audits/quick
// POST /-/npm/v1/security/audits
import { passedAnswer } from "./passed-answer.ts";
import { requireReachableRegistry } from "./reachable-registry.ts";
import { readBody } from "./read-body.ts";
import type { Route } from "./route.ts";

/** A dependency tree larger than this is no tree, in bytes. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Security advisories, asked of the public registry. When that cannot be asked the answer is an error: an empty one would
 * say that nothing is wrong.
 */
const advisories = (kind: "bulk" | "quick" | "full", pattern: string): Route => ({
  methods: ["POST"],
  pattern,
  async respond(npm, request) {
    const connection = await requireReachableRegistry(npm, request, "security advisories");
    const { headers, signal } = request.request;
    const body = await readBody(request, MAX_BODY_BYTES, "audit request");
    return passedAnswer(
      request,
      await npm.registry.advisories(connection, kind, body, headers.get("content-encoding") ?? undefined, { signal }),
    );
  },
});

export const advisoryRoutes: readonly Route[] = [
  advisories("bulk", "-/npm/v1/security/advisories/bulk"),
  advisories("quick", "-/npm/v1/security/audits/quick"),
  advisories("full", "-/npm/v1/security/audits"),
];
