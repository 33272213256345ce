import type { OpenDomain } from "@headwater/domain";
import { type Handler, createHandler, localUser } from "@headwater/server";
import { type ClaimedRegistry, claimOf } from "../registries.ts";

export interface RegistryHandlerOptions {
  readonly domain: Pick<OpenDomain, "formats">;
  readonly claimed: readonly ClaimedRegistry[];
  /** Scopes, with `@`, that npm fetches past the domain. */
  readonly direct: readonly string[];
  /** Told of every failure that is a fault of the program. */
  readonly onFault?: (error: unknown) => void;
}

/** Answers requests to every claimed registry, each from its repository. */
export interface RegistryHandler {
  readonly claims: (url: URL) => boolean;
  readonly answer: Handler;
}

/** Proven in test/npm-plugin/registries.test.ts */
export function createRegistryHandler({ domain, claimed, direct, onFault }: RegistryHandlerOptions): RegistryHandler {
  const handlers = new Map(
    claimed.map(({ url, repository }) => [
      url,
      createHandler({
        formats: domain.formats,
        mount: { type: "repository", baseUrl: url, format: "npm", repository },
        authenticate: localUser,
        // The bytes are stored once already; npm's cache would keep them a second time.
        cacheControl: "no-store",
        ...(onFault === undefined ? {} : { onFault }),
      }),
    ]),
  );
  const claim = (url: URL): ReturnType<typeof claimOf> => {
    const found = claimOf(url, claimed);
    const isDirect = found !== undefined && direct.some((scope) => isOfScope(found.path, scope));
    return isDirect ? undefined : found;
  };
  return {
    claims: (url) => claim(url) !== undefined,
    answer: (request) => {
      const found = claim(new URL(request.url));
      const handler = found === undefined ? undefined : handlers.get(found.url);
      // The agent asks for what is claimed only.
      if (found === undefined || handler === undefined) throw new Error(`Nothing answers ${request.url}.`);
      return handler(new Request(new URL(`http://headwater.invalid/${found.path}`), request));
    },
  };
}

/** Whether a path below a registry is of a package in a scope, `@` and slash encoded or not. */
const isOfScope = (path: string, scope: string): boolean =>
  path.replace(/^%40/i, "@").replace(/%2f/i, "/").startsWith(`${scope}/`);
