/** Which proxies lead out. */
export interface ProxySettings {
  readonly httpProxy?: string;
  /** Also used for `https` alone; without it `httpProxy` serves both. */
  readonly httpsProxy?: string;
  /** Hosts that are reached directly, as in the environment variable NO_PROXY. */
  readonly noProxy?: string;
}

/** The proxy settings that an environment states, in lower case first, as most clients read them. */
export function proxySettings(environment: Readonly<Record<string, string | undefined>>): ProxySettings {
  const stated = (name: string): string | undefined =>
    environment[name] || environment[name.toUpperCase()] || undefined;
  const [httpProxy, httpsProxy, noProxy] = [stated("http_proxy"), stated("https_proxy"), stated("no_proxy")];
  return {
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}
