// POST /-/npm/v1/security/advisories/bulk
// POST /-/npm/v1/security/audits/quick
// POST /-/npm/v1/security/audits
import { HeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import { passedAnswer } from "./passed-answer.ts";
import { requireReachableRegistry } from "./reachable-registry.ts";
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
    const body = await readRequest(request);
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

async function readRequest({ request }: FormatRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new HeadwaterError("TOO_LARGE", `The audit request has more than ${MAX_BODY_BYTES} bytes.`, {
        hint: "Audit a smaller tree.",
        details: { maxBytes: MAX_BODY_BYTES },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
