// GET /-/npm/v1/attestations/{package}@{version}
import { HeadwaterError } from "@headwater/resolver";
import { parseNpmName } from "../names.ts";
import { isNpmVersion } from "../versions.ts";
import { passedAnswer } from "./passed-answer.ts";
import { requireReachableRegistry } from "./reachable-registry.ts";
import type { Route } from "./route.ts";

/** The provenance of a version, asked of the public registry, which alone has it. */
export const attestationsRoute: Route = {
  methods: ["GET"],
  pattern: "-/npm/v1/attestations/:spec",
  async respond(npm, request, { spec = "" }) {
    const at = spec.lastIndexOf("@");
    const version = spec.slice(at + 1);
    const coordinate = parseNpmName(spec.slice(0, Math.max(at, 0)));
    if (!isNpmVersion(version)) {
      throw new HeadwaterError("INVALID_VERSION", `${JSON.stringify(version.slice(0, 120))} is no version.`, {
        hint: "Ask for one version, for example express@4.18.2.",
        details: { value: version.slice(0, 300) },
      });
    }
    const connection = await requireReachableRegistry(npm, request, "attestations");
    return passedAnswer(
      request,
      await npm.registry.attestations(connection, { ...coordinate, version }, { signal: request.request.signal }),
    );
  },
};
