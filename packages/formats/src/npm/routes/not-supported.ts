// any request that no other route answers
import { HeadwaterError, type JsonObject } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";

/** What npm's clients ask of an account at npm's registry, and what does it here. */
interface Unsupported {
  /** Method and path. */
  readonly asked: RegExp;
  readonly what: string;
  readonly instead: string;
}

const ACCOUNTS =
  "Put the token that your administrator gave you into the client's own configuration, or use headwater login.";
const OWNERS =
  "Who may publish a package is said by the domain's and the repository's policies, not by a list of owners.";

const UNSUPPORTED: readonly Unsupported[] = [
  // npm owner looks up whom it is to add.
  { asked: /^GET -\/user\//, what: "npm owner", instead: OWNERS },
  { asked: /^\w+ -\/(?:v1\/(?:login|done)|user\/)/, what: "logging in and managing accounts", instead: ACCOUNTS },
  {
    asked: /^\w+ -\/npm\/v1\/tokens/,
    what: "npm token",
    instead: "The server's token is set by server.token in headwater.yml.",
  },
  { asked: /^\w+ -\/npm\/v1\/user/, what: "npm profile", instead: ACCOUNTS },
  {
    asked: /^\w+ -\/npm\/v1\/hooks/,
    what: "npm hook",
    instead: "Nothing calls out when a package changes; list what there is with headwater list-package-versions.",
  },
  { asked: /^\w+ -\/(?:org|team|by-user)\//, what: "npm org and npm team", instead: OWNERS },
  {
    asked: /^\w+ -\/package\/.+\/(?:access|collaborators|trust)/,
    what: "npm access, npm owner and npm trust",
    instead: OWNERS,
  },
  { asked: /^\w+ -\/(?:_view\/starred|v1\/star)/, what: "npm star", instead: "Nobody counts stars in a repository." },
  {
    asked: /^\w+ -\/stage/,
    what: "npm stage",
    instead: "Publish into a repository that nobody installs from, and copy the version from there.",
  },
];

const READING = new Set(["GET", "HEAD"]);

const asked = ({ request, path }: FormatRequest): string => `${request.method} /${path.slice(0, 200)}`;

/** What a request that no route answers is told: that it is not for a repository, or that there is nothing. */
export function noRoute(request: FormatRequest): HeadwaterError {
  const unsupported = UNSUPPORTED.find((each) => each.asked.test(`${request.request.method} ${request.path}`));
  if (unsupported !== undefined) return notSupported(request, unsupported.what, unsupported.instead);
  if (READING.has(request.request.method))
    return new HeadwaterError("ROUTE_NOT_FOUND", `There is nothing at ${asked(request)} of ${request.repository}.`, {
      hint: "Check the registry URL: it ends with the repository's name and a slash.",
    });
  return notSupported(
    request,
    "this request",
    "Nothing was changed. Publish, tag, deprecate and unpublish with npm's own commands.",
  );
}

/** A document without versions: owners and stars are kept in it at npm's registry. */
export function noMetadata(request: FormatRequest, document: JsonObject): HeadwaterError {
  if (Object.hasOwn(document, "maintainers")) return notSupported(request, "npm owner", OWNERS);
  if (Object.hasOwn(document, "users"))
    return notSupported(request, "npm star", "Nobody counts stars in a repository.");
  return new HeadwaterError("INVALID_ARGUMENT", `${asked(request)} came with no versions.`, {
    hint: "Nothing was changed. A publish has a tarball, an edit has the package's versions.",
  });
}

const notSupported = (request: FormatRequest, what: string, instead: string): HeadwaterError =>
  new HeadwaterError("NOT_SUPPORTED", `${asked(request)} is not supported here: ${what}.`, {
    hint: instead,
    details: { repository: request.repository },
  });
