import type { PackageFormat } from "@headwater/resolver";

/** One request to a repository, after the server has found out which repository it is for and who asks. */
export interface FormatRequest {
  readonly request: Request;
  readonly repository: string;
  /** The path after the repository's base, still percent-encoded, without a leading slash and without the query. */
  readonly path: string;
  /** The endpoint as the client sees it, with a trailing slash. */
  readonly baseUrl: string;
  /** `no-store` on endpoints whose address changes from run to run. */
  readonly cacheControl: "no-cache" | "no-store";
  /** Who asks; absent where nobody is known. */
  readonly principal?: string;
}

/** What a package format answers to its clients. */
export interface Format {
  readonly format: PackageFormat;
  /** @throws HeadwaterError; whoever serves the format turns it into an answer */
  handle(request: FormatRequest): Promise<Response>;
}
