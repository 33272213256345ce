import { HeadwaterError } from "@headwater/resolver";

/**
 * The URL of the public npm registry, with a trailing slash, as npm's own configuration defines it. npm's definitions take
 * some 15–35 ms to load, so they are loaded on the first call only.
 * @throws INTERNAL when npm's definitions have no such default
 */
export async function defaultNpmRegistry(): Promise<string> {
  const { default: npm } = await import("@npmcli/config/lib/definitions/index.js");
  const url = npm.definitions["registry"]?.default;
  if (typeof url !== "string" || !URL.canParse(url)) {
    throw new HeadwaterError("INTERNAL", "npm's own configuration names no default registry.", {
      hint: "Set the URL of the external connection public:npmjs in headwater.yml.",
    });
  }
  return url.endsWith("/") ? url : `${url}/`;
}
