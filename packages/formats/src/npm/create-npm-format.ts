import type { Format, FormatRequest } from "../format.ts";
import { createPackumentRenditions } from "./packument-renditions.ts";
import { noRoute } from "./routes/not-supported.ts";
import { matchPattern, pathSegments } from "./routes/path.ts";
import { ROUTES } from "./routes/route-table.ts";
import type { NpmContext, NpmFormatOptions } from "./routes/route.ts";
import { atScopeEndpoint } from "./scope-endpoint.ts";

/** npm's wire protocol over a domain. */
export interface NpmFormat extends Format {
  readonly format: "npm";
  /** @throws what the use cases throw; ROUTE_NOT_FOUND, NOT_SUPPORTED, INVALID_NAME, INVALID_VERSION */
  handle(request: FormatRequest): Promise<Response>;
}

/** Answers what npm, pnpm, Yarn and Bun ask of a registry, for every repository of a domain. */
export function createNpmFormat(options: NpmFormatOptions): NpmFormat {
  const npm: NpmContext = { ...options, packuments: createPackumentRenditions(options) };
  return {
    format: "npm",
    async handle(asked) {
      const request = atScopeEndpoint(asked);
      const segments = pathSegments(request.path);
      for (const route of ROUTES) {
        const parameters = route.methods.includes(request.request.method)
          ? matchPattern(route.pattern, segments)
          : undefined;
        if (parameters !== undefined) return await route.respond(npm, request, parameters);
      }
      throw noRoute(request);
    },
  };
}
