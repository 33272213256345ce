import { HeadwaterError } from "@headwater/resolver";
import type { RouteParameters } from "./route.ts";

/**
 * The segments of a path, decoded once. A scoped name is one segment however its slash is written: `@s/x`, `@s%2fx`, `@s%2Fx`.
 * @throws INVALID_NAME when a segment is not properly encoded
 */
export function pathSegments(path: string): readonly string[] {
  const decoded = path.replace(/\/$/, "").split("/").map(decodeSegment);
  const segments: string[] = [];
  for (const segment of decoded) {
    const scope = segments.at(-1);
    const completesName = scope !== undefined && scope.startsWith("@") && !scope.includes("/") && segment !== "-";
    if (completesName) segments[segments.length - 1] = `${scope}/${segment}`;
    else segments.push(segment);
  }
  return segments;
}

/** The parameters of a pattern that fits the segments, else `undefined`. npm keeps `-/…` for itself, so no package matches there. */
export function matchPattern(pattern: string, segments: readonly string[]): RouteParameters | undefined {
  const parts = pattern.split("/");
  if (parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== segment) return undefined;
    } else {
      if (segment === "" || isReserved(parts, segments, index)) return undefined;
      parameters[part.slice(1)] = segment;
    }
  }
  return parameters;
}

/** There is a package named `-`: it is meant by `-` alone and by `-/-/file`, never by `-/anything`. */
const isReserved = (parts: readonly string[], segments: readonly string[], index: number): boolean =>
  index === 0 && segments[0] === "-" && segments.length > 1 && parts[1] !== "-";

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    throw new HeadwaterError(
      "INVALID_NAME",
      `The path segment ${JSON.stringify(segment.slice(0, 120))} is not properly percent-encoded.`,
      {
        hint: "Encode names as URLs need it, for example @scope%2fname.",
        cause: error,
      },
    );
  }
}
