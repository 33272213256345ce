import { HeadwaterError } from "@headwater/resolver";

/** The characters of a bearer token (RFC 6750): none of them means anything else in any client's settings. */
const TOKEN = /^[\w.~+/=-]+$/;
const ENDPOINT = /^https?:\/\/[\w.:[\]-]+\/[\w.~%/-]*$/;
const NAMESPACE = /^[\w.~-]+$/;

/** The namespace without `@`. @throws INVALID_NAME */
export function parseLoginNamespace(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const namespace = text.replace(/^@/, "");
  if (NAMESPACE.test(namespace) && !namespace.startsWith(".")) return namespace;
  throw new HeadwaterError("INVALID_NAME", `${JSON.stringify(text.slice(0, 120))} is no namespace.`, {
    hint: "Give a scope with or without @, for example --namespace acme.",
    details: { value: text.slice(0, 300) },
  });
}

/** @throws CONFIGURATION_INVALID when the endpoint or the token has characters that a client would read as something else */
export function requireWritable(endpoint: string, token: string | undefined): void {
  if (!ENDPOINT.test(endpoint)) {
    throw new HeadwaterError("CONFIGURATION_INVALID", `${endpoint} cannot stand in a client's settings.`, {
      hint: "Use letters, digits and . - _ ~ % in server.url.",
    });
  }
  if (token !== undefined && !TOKEN.test(token)) {
    throw new HeadwaterError("CONFIGURATION_INVALID", "The server's token cannot stand in a client's settings.", {
      hint: "Use letters, digits and . - _ ~ + / = in it.",
    });
  }
}
