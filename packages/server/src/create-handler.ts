import type { Format } from "@headwater/formats";
import { HeadwaterError, type PackageFormat } from "@headwater/resolver";
import type { Authenticate } from "./http/bearer-token.ts";
import { errorResponse } from "./http/error-response.ts";
import { type Route, parseRoute } from "./http/route.ts";
import { ClientGone } from "./http/write-response.ts";

export type Handler = (request: Request) => Promise<Response>;

/** Where repositories stand in the URL space. */
export type Mount =
  /** Every repository at `{baseUrl}{format}/{repository}/`. `baseUrl` ends with a slash. */
  | { readonly type: "paths"; readonly baseUrl: string }
  /** One repository at the root of `baseUrl`. */
  | {
      readonly type: "repository";
      readonly baseUrl: string;
      readonly format: PackageFormat;
      readonly repository: string;
    };

export interface CreateHandlerOptions {
  readonly formats: readonly Format[];
  readonly mount: Mount;
  readonly authenticate: Authenticate;
  /** What clients may do with answers that can change. Default `no-cache`; `no-store` where the URL will not come back. */
  readonly cacheControl?: "no-cache" | "no-store";
  /** Told of every failure that is not a {@link HeadwaterError}: a fault of the program, answered with 500. */
  readonly onFault?: (error: unknown) => void;
}

/** The one door to a domain: parses the route, asks who is there, then lets the format act. Never rejects. */
export function createHandler(options: CreateHandlerOptions): Handler {
  const { mount, authenticate, cacheControl = "no-cache" } = options;
  const formats = new Map(options.formats.map((format) => [format.format, format]));

  const answer = async (request: Request): Promise<Response> => {
    const route: Route = parseRoute(mount, request.url);
    const principal = await authenticate(request);
    const format = formats.get(route.format);
    if (format === undefined) {
      throw new HeadwaterError("ROUTE_NOT_FOUND", `Packages of the format "${route.format}" are not served here.`, {
        hint: `The formats served are: ${[...formats.keys()].join(", ")}.`,
      });
    }
    return format.handle({
      request,
      repository: route.repository,
      path: route.path,
      baseUrl: route.baseUrl,
      cacheControl,
      ...(principal === undefined ? {} : { principal }),
    });
  };

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      // That the client went away is no fault, and nobody is left to read the answer.
      const clientGone = error instanceof ClientGone || (request.signal.aborted && error === request.signal.reason);
      return errorResponse(error, clientGone ? undefined : options.onFault);
    }
  };
}
