import { pathToFileURL } from "node:url";
import type { ScopeRegistry } from "./scope-registries.ts";
import { TEMPORARY_PREFIX } from "./temporary-prefix.ts";

export interface YarnClassicPreloadOptions {
  readonly endpoint: { readonly url: string; readonly token: string };
  /** Registries, with a slash at the end, whose packages the endpoint answers for wherever a lockfile names them. */
  readonly registries: readonly string[];
  /** Where Yarn would have fetched tarballs from without us, with a slash at the end: it writes that down. */
  readonly tarballs: string;
  /** Scopes that settings send elsewhere and that shall come to the endpoint. */
  readonly scopes: readonly Pick<ScopeRegistry, "scope" | "registry">[];
  /** Scopes that settings send elsewhere, perhaps to a public registry, and that shall go there. */
  readonly direct: readonly string[];
}

/**
 * The text of a module that is loaded into Yarn 1 before its own code. No packument suits Yarn 1: it fetches tarballs from
 * the very URL that it writes into yarn.lock. So that URL is the public one, and a request for it is sent to the endpoint.
 * Yarn 1 is known by the user agent that it sends; requests of any other program are left alone, and so are other hosts.
 * Proven in test/exec/yarn-classic.test.ts
 */
export function yarnClassicPreload({
  endpoint,
  registries,
  tarballs,
  scopes,
  direct,
}: YarnClassicPreloadOptions): string {
  const prefixes = [
    endpoint.url,
    ...registries,
    ...scopes.flatMap(({ scope, registry }) => {
      const base = `${registry.replace(/\/*$/, "/")}${scope}`;
      return [`${base}/`, `${base}%2f`, `${base}%2F`];
    }),
  ];
  return `import http from "node:http";
import https from "node:https";

const endpoint = new URL(${JSON.stringify(endpoint.url)});
const token = ${JSON.stringify(endpoint.token)};
const tarballs = ${JSON.stringify(tarballs)};
const direct = ${JSON.stringify(direct.map((scope) => scope.toLowerCase()))};
/** Of each the host without regard to http or https, and the path that it must begin with. */
const places = ${JSON.stringify(prefixes)}.map((url) => new URL(url));

/** Path and query of a package at a registry of ours; undefined for all else. */
function packagePath(url) {
  for (const { host, pathname } of places) {
    if (url.host !== host || !url.pathname.startsWith(pathname)) continue;
    const registry = pathname.replace(/@[^/]*[/]?$/, "");
    const path = "/" + url.pathname.slice(registry.length);
    const scope = /^[/](@.+?)(?:[/]|%2f)/i.exec(path)?.[1].toLowerCase();
    return direct.includes(scope) && host !== endpoint.host ? undefined : path + url.search;
  }
  return undefined;
}

function urlOf(protocol, { protocol: own = protocol, host, hostname, port, path = "/" }) {
  // Through a proxy the whole URL is the path.
  const text = /^https?:/.test(path) ? path : own + "//" + (hostname ?? host) + (port ? ":" + port : "") + path;
  return URL.canParse(text) ? new URL(text) : undefined;
}

const headerOf = (headers, wanted) =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];

const request = http.request;
for (const [protocol, client] of [["http:", http], ["https:", https]]) {
  const original = client.request;
  client.request = function (options, ...rest) {
    const headers = options?.headers ?? {};
    const isYarn = !(options instanceof URL) && /^yarn[/]1[.]/.test(headerOf(headers, "user-agent") ?? "");
    const url = isYarn ? urlOf(protocol, options) : undefined;
    const path = url === undefined ? undefined : packagePath(url);
    if (path === undefined) return original.call(this, options, ...rest);
    const kept = Object.entries(headers).filter(([name]) => !/^(?:host|(?:proxy-)?authorization)$/i.test(name));
    const sent = request.call(
      http,
      {
        method: options.method,
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        port: endpoint.port,
        path,
        agent: http.globalAgent,
        headers: {
          ...Object.fromEntries(kept),
          authorization: "Bearer " + token,
          "headwater-tarballs": tarballs,
        },
      },
      ...rest,
    );
    // Yarn refuses what came by https from a socket that no certificate vouches for. This one never leaves the machine.
    sent.once("socket", (socket) => void (socket.authorized = true));
    return sent;
  };
}
`;
}

/**
 * NODE_OPTIONS with the file loaded into Yarn, and without that of a run around this one. Only a program with Yarn or Corepack
 * in its path loads the file, and one that outlives the run starts as well without it.
 */
export function nodeOptionsWith(file: string | undefined, own: string | undefined): string | undefined {
  const kept = (own ?? "").split(" ").filter((option) => option !== "" && !option.includes(TEMPORARY_PREFIX));
  const options = file === undefined ? kept : [...kept, `--import=data:text/javascript,${starterOf(file)}`];
  return options.length === 0 ? undefined : options.join(" ");
}

const starterOf = (file: string): string =>
  encodeURIComponent(
    `if(/yarn|corepack/i.test(process.argv[1]))try{await import(${JSON.stringify(pathToFileURL(file).href)})}catch(e){if(e.code!=="ERR_MODULE_NOT_FOUND")throw e}`,
  );
