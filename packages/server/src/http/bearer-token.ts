import { createHash, timingSafeEqual } from "node:crypto";
import { HeadwaterError } from "@headwater/resolver";

/** Tells who is asking: the principal, or `undefined` for nobody in particular. @throws UNAUTHENTICATED */
export type Authenticate = (request: Request) => string | undefined | Promise<string | undefined>;

/** Lets everybody in: for handlers that are called in process, where there is nobody else to ask. */
export const allowAnyone: Authenticate = () => undefined;

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * The token that a request carries, in any of the forms that package managers send: `Bearer TOKEN`, `Basic` with the
 * token as the password (whatever the user name), or the token alone. `undefined` when there is none.
 */
function tokenOf(request: Request): string | undefined {
  const authorization = request.headers.get("authorization")?.trim();
  if (authorization === undefined || authorization === "") return undefined;
  const scheme = /^(bearer|basic)[ \t]+(.*)$/i.exec(authorization);
  if (scheme === null) return authorization;
  const [, name = "", value = ""] = scheme;
  if (name.toLowerCase() === "bearer") return value;
  const credentials = Buffer.from(value, "base64").toString("utf8");
  return credentials.slice(credentials.indexOf(":") + 1);
}

/**
 * Lets in whoever sends the token. Digests are compared, in constant time, so that neither the length of the token nor
 * how much of a guess was right can be measured.
 */
export function requireToken(token: string, principal?: string): Authenticate {
  const expected = digest(token);
  return (request) => {
    const given = tokenOf(request);
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return principal;
    throw new HeadwaterError(
      "UNAUTHENTICATED",
      given === undefined ? "The request carries no token." : "The token of the request is not valid here.",
      { hint: "Send this server's token, for example as //HOST/:_authToken in .npmrc." },
    );
  };
}
