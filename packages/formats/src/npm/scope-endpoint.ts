import type { FormatRequest } from "../format.ts";

/** `@scope/` before a package's name, or before what npm keeps for itself. */
const SCOPE_BEFORE_PATH = /^(@[^/%]+\/)(?=@|-\/)/;

/**
 * Every repository is also at `{endpoint}@scope/`, for clients that ask it for one scope alone. They are told apart because
 * npm looks for tarballs of npm's default registry at its registry for _all_ packages, which here is somebody else's.
 */
export function atScopeEndpoint(request: FormatRequest): FormatRequest {
  const [scope] = SCOPE_BEFORE_PATH.exec(request.path) ?? [];
  if (scope === undefined) return request;
  return { ...request, path: request.path.slice(scope.length), baseUrl: request.baseUrl + scope };
}

/** Whether an endpoint, as the client sees it, is for one scope. */
export const isScopeEndpoint = (baseUrl: string): boolean => /\/@[^/]+\/$/.test(baseUrl);
