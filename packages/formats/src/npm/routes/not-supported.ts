// PUT|POST|PATCH|DELETE on anything that no other route answers
import { HeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";

const READING = new Set(["GET", "HEAD"]);

/** What a request that no route answers is told: writing is not supported yet, anything else does not exist. */
export function noRoute({ request, path, repository }: FormatRequest): HeadwaterError {
  const asked = `${request.method} /${path.slice(0, 200)}`;
  if (READING.has(request.method)) {
    return new HeadwaterError("ROUTE_NOT_FOUND", `There is nothing at ${asked} of ${repository}.`, {
      hint: "Check the registry URL: it ends with the repository's name and a slash.",
    });
  }
  const account = /^-\/(?:v1\/login|user|npm\/v1\/(?:tokens|user))/.test(path);
  const what = account ? "logging in and managing accounts" : "publishing";
  return new HeadwaterError("NOT_SUPPORTED", `${asked} was refused by ${repository}: ${what} is not supported yet.`, {
    hint: account
      ? "Put the token that your administrator gave you into the client's own configuration."
      : "Publish to the registry that owns the package; nothing was changed here.",
  });
}
