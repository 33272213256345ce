import { Agent, type AgentOptions, type ClientRequest, type Server, createServer } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import type { Handler } from "./create-handler.ts";
import { type NodeListenerOptions, createNodeListener } from "./node-listener.ts";

export interface InProcessAgentOptions extends NodeListenerOptions {
  /** Answers the requests that are claimed; sees the URL with the scheme `http`, whatever the client's own is. */
  readonly handler: Handler;
  /** Whether the handler answers a URL. Asked once for each request. */
  readonly claims: (url: URL) => boolean;
  /** The agent of every other request, with the client's own proxies and certificates; `undefined`: it must not be sent. */
  readonly outside: (url: URL) => Agent | undefined;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
/** Requests at once on one host; each is a pair of streams. */
const MAX_SOCKETS = 64;

interface ConnectionOptions extends Omit<AgentOptions, "port"> {
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number | string;
}

/** What `node:http` itself calls on an agent, and does not declare. */
interface RequestTaker {
  addRequest(request: ClientRequest, options: ConnectionOptions, ...rest: readonly unknown[]): void;
}
const takerOf = (agent: Agent): RequestTaker => agent as Agent & RequestTaker;
const { addRequest } = takerOf(Agent.prototype);

/**
 * An agent for `node:http` and `node:https` that answers claimed requests within the process: no socket is opened, no name
 * looked up. Every other request goes to the agent that it would have had.
 * Proven in test/in-process-agent.test.ts
 */
export function createInProcessAgent({ handler, claims, outside, ...options }: InProcessAgentOptions): Agent {
  const listener = createNodeListener(handler, options);
  // It never listens: connections are handed to it.
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  return new ClaimingAgent(server, claims, outside);
}

class ClaimingAgent extends Agent {
  /** With one of its own, `node:http` would refuse URLs of the other scheme. */
  readonly protocol = undefined;
  private readonly server: Server;
  private readonly claims: (url: URL) => boolean;
  private readonly outside: InProcessAgentOptions["outside"];

  constructor(server: Server, claims: (url: URL) => boolean, outside: InProcessAgentOptions["outside"]) {
    super({ keepAlive: true, maxSockets: MAX_SOCKETS });
    this.server = server;
    this.claims = claims;
    this.outside = outside;
  }

  addRequest(request: ClientRequest, options: ConnectionOptions, ...rest: readonly unknown[]): void {
    const placed = { ...options, port: portOf(request, options) };
    const url = urlOf(request, placed);
    if (this.claims(url)) {
      addRequest.call(this, request, placed, ...rest);
      return;
    }
    const agent = this.outside(url);
    if (agent === undefined) queueMicrotask(() => request.destroy(notAsked(url)));
    else takerOf(agent).addRequest(request, placed, ...rest);
  }

  override createConnection(): Duplex {
    const [client, served] = duplexPair();
    for (const side of [client, served]) Object.assign(side, SOCKET_METHODS);
    cutTogether(client, served);
    cutTogether(served, client);
    this.server.emit("connection", served);
    return client;
  }
}

/** Where a URL names no port, `node:https` too takes the agent's default one, which here is that of the other scheme. */
const portOf = ({ protocol }: ClientRequest, { port = HTTP_PORT }: ConnectionOptions): number =>
  protocol === "https:" && Number(port) === HTTP_PORT ? HTTPS_PORT : Number(port);

function urlOf(request: ClientRequest, { host, hostname, port }: ConnectionOptions): URL {
  const name = host ?? hostname ?? "localhost";
  const authority = name.includes(":") ? `[${name}]` : name;
  return new URL(request.path, `${request.protocol}//${authority}:${port}`);
}

const notAsked = (url: URL): Error =>
  Object.assign(new Error(`${url.origin} is not asked: everything is offline.`), { code: "ENOTCACHED" });

/** What is called on a socket and means nothing here. */
const SOCKET_METHODS = {
  setTimeout: returnsItself,
  setNoDelay: returnsItself,
  setKeepAlive: returnsItself,
  ref: returnsItself,
  unref: returnsItself,
};

function returnsItself<T>(this: T): T {
  return this;
}

/** Whoever loses one end before it has ended must not leave the other waiting. */
function cutTogether(one: Duplex, other: Duplex): void {
  one.on("error", () => undefined);
  one.on("close", () => {
    if (one.writableFinished || other.destroyed) return;
    other.destroy(Object.assign(new Error("The connection was cut."), { code: "ECONNRESET" }));
  });
}
