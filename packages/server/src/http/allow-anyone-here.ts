import { isLoopback } from "@headwater/formats";
import { HeadwaterError } from "@headwater/resolver";
import type { Authenticate } from "./bearer-token.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** What browsers say of a request that no other site's page made. */
const OWN_SITE: ReadonlySet<string> = new Set(["same-origin", "none"]);

/**
 * Lets every program of this machine in without a token, but no web page: a browser runs on this machine too, and sends
 * what any page tells it to.
 * - The host asked for must be loopback or that of `url`: a page whose own name was made to mean this machine (DNS
 *   rebinding) may read no answer and change nothing.
 * - A request that changes something must carry no `Origin`, which browsers add and package managers do not.
 * @param url the configured `server.url` @throws ACCESS_DENIED, from what is returned
 */
export function allowAnyoneHere(url: string): Authenticate {
  const own = new URL(url).hostname;
  return (request) => {
    const { hostname } = new URL(request.url);
    if (hostname !== own && !isLoopback(hostname)) throw foreignHost(hostname);
    if (!READING.has(request.method) && isFromPage(request.headers)) throw fromPage(request.method);
    return undefined;
  };
}

const isFromPage = (headers: Headers): boolean =>
  headers.has("origin") || !OWN_SITE.has(headers.get("sec-fetch-site") ?? "none");

const foreignHost = (hostname: string): HeadwaterError =>
  new HeadwaterError("ACCESS_DENIED", `Without a token nobody is answered who asks for ${hostname.slice(0, 253)}.`, {
    hint: "Ask for 127.0.0.1 or the host of server.url in headwater.yml, or serve with a token.",
    details: { host: hostname.slice(0, 253) },
  });

const fromPage = (method: string): HeadwaterError =>
  new HeadwaterError("ACCESS_DENIED", `Without a token no web page may change anything: ${method} was refused.`, {
    hint: "Nothing was changed. Package managers send no Origin; to write from a browser, serve with a token.",
  });
