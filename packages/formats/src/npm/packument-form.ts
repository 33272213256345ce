import type { FormatRequest } from "../format.ts";
import { isLoopback } from "../loopback.ts";
import { ABBREVIATED_TYPE } from "./packument/abbreviate.ts";
import { type TarballStyle, isForOneCommand, tarballStyle } from "./packument/tarball-style.ts";
import { YARN_METADATA_TYPE } from "./packument/yarn-metadata.ts";

type Variant = "full" | "abbreviated" | "yarn";

/** In which of its forms a packument is given to a client. */
export interface PackumentForm {
  readonly variant: Variant;
  readonly style: TarballStyle;
  /** What `dist.tarball` begins with; empty for `absent`. */
  readonly tarballBase: string;
  /** What the address of attestations begins with: the endpoint as the client sees it. */
  readonly attestationsBase: string;
  readonly gzip: boolean;
  readonly contentType: string;
  readonly cacheControl: FormatRequest["cacheControl"];
}

/**
 * Where a client will ask for tarballs, with a slash at the end, when something in the client leads such requests to the
 * endpoint: Yarn 1 writes into its lockfile what it is told.
 */
const TARBALLS_HEADER = "headwater-tarballs";

/** The request headers that decide on the form. */
export const FORM_HEADERS = `accept, user-agent, npm-command, ${TARBALLS_HEADER}, accept-encoding`;

/** The form that a client asks for by its headers, and that is best at this endpoint. */
export function packumentForm(
  { request: { headers }, baseUrl, cacheControl }: FormatRequest,
  defaultRegistryUrl: string,
): PackumentForm {
  const variant = preferredVariant(headers.get("accept") ?? "");
  const userAgent = headers.get("user-agent") ?? "";
  const asked = { userAgent, npmCommand: headers.get("npm-command") ?? "", baseUrl };
  const style = tarballStyle(asked);
  return {
    variant,
    style,
    tarballBase: { npmjs: defaultRegistryUrl, self: ledHere(headers) ?? baseUrl, absent: "" }[style],
    attestationsBase: baseUrl,
    // Compressing costs more than it saves where no network lies between.
    gzip: !isLocal(new URL(baseUrl).hostname) && quality(headers.get("accept-encoding") ?? "", "gzip") > 0,
    contentType: CONTENT_TYPES[variant],
    cacheControl: isForOneCommand(asked) ? "no-store" : cacheControl,
  };
}

function ledHere(headers: Headers): string | undefined {
  const url = headers.get(TARBALLS_HEADER);
  return url !== null && URL.canParse(url) && /^https?:.*\/$/.test(url) ? url : undefined;
}

const CONTENT_TYPES: Readonly<Record<Variant, string>> = {
  full: "application/json",
  abbreviated: ABBREVIATED_TYPE,
  yarn: YARN_METADATA_TYPE,
};

/** As npm's registry decides: a shorter form must be named, and JSON not preferred to it. */
function preferredVariant(accept: string): Variant {
  if (quality(accept, YARN_METADATA_TYPE) > 0) return "yarn";
  const abbreviated = quality(accept, ABBREVIATED_TYPE);
  return abbreviated > 0 && abbreviated >= quality(accept, "application/json") ? "abbreviated" : "full";
}

/** The quality value that a list header gives to exactly this element; 0 when it does not name it. */
function quality(header: string, element: string): number {
  for (const part of header.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    if (name !== element) continue;
    const value = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return value === undefined ? 1 : Number(value) || 0;
  }
  return 0;
}

/** A loopback address, or a name that is answered in process: the top-level domain `.invalid` can have no address. */
const isLocal = (hostname: string): boolean => isLoopback(hostname) || hostname.endsWith(".invalid");
