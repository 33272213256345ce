import { HeadwaterError } from "@headwater/resolver";

/** Which proxies lead out. */
export interface ProxySettings {
  readonly httpProxy?: string;
  /** Also used for `https` alone; without it `httpProxy` serves both. */
  readonly httpsProxy?: string;
  /** Hosts that are reached directly, as in the environment variable NO_PROXY. */
  readonly noProxy?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy settings that an environment states, in lower case first, as most clients read them. A proxy without a scheme
 * (`proxy.example.com:8080`) is reached by http, as everywhere.
 * @throws CONFIGURATION_INVALID for a variable that names no proxy
 */
export function proxySettings(environment: Variables): ProxySettings {
  const [httpProxy, httpsProxy] = [proxyUrl(environment, "http_proxy"), proxyUrl(environment, "https_proxy")];
  const noProxy = stated(environment, "no_proxy")?.value;
  return {
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}

/** A variable that is set to something, by the name that it has. */
function stated(
  environment: Variables,
  lowerCase: string,
): { readonly name: string; readonly value: string } | undefined {
  for (const name of [lowerCase, lowerCase.toUpperCase()]) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== "") return { name, value };
  }
  return undefined;
}

const PROTOCOLS = ["http:", "https:", "socks5:", "socks:"];

function proxyUrl(environment: Variables, lowerCase: string): string | undefined {
  const variable = stated(environment, lowerCase);
  if (variable === undefined) return undefined;
  const { name, value } = variable;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (URL.canParse(text) && PROTOCOLS.includes(new URL(text).protocol)) return text;
  // The value may hold a password, so it is not shown.
  throw new HeadwaterError("CONFIGURATION_INVALID", `The variable ${name} is not the URL of a proxy.`, {
    hint: `Set ${name} to a URL such as http://proxy.example.com:8080, or remove it.`,
  });
}
