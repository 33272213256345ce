import { HeadwaterError } from "@headwater/resolver";

/**
 * A base URL with a trailing slash.
 * @throws CONFIGURATION_INVALID unless it is http or https, without credentials, query and fragment
 */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw invalid("is not an http or https URL", "Write a whole URL, for example https://npm.example.com/.");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid(
      "has credentials in it",
      "Secrets do not stand in this file: name the variable that holds the token, as env:NAME, in the key token.",
    );
  }
  if (url.search !== "" || url.hash !== "")
    throw invalid("has a query or a fragment", "Write the URL without '?' and '#'.");
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

const invalid = (what: string, hint: string): HeadwaterError =>
  new HeadwaterError("CONFIGURATION_INVALID", `The URL ${what}.`, { hint });
