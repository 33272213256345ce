/** A registry on loopback that misbehaves, package by package, as a test says. Well-behaved for what it was not told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { misbehave, type Misbehaviour } from "./misbehaviour.ts";
import { createRecordedPackages } from "./recorded-packages.ts";
import { createRegistryAnswer, readBody, sendAnswer } from "./registry-answer.ts";
import { parseRegistryPath, type RegistryPath } from "./registry-path.ts";
import { recordedAdvisories } from "./security-advisories.ts";
import type { BuiltPackage } from "./tarball-builder.ts";

export type HostileRequest = {
  readonly method: string;
  /** Path and query as they came, undecoded. */
  readonly url: string;
  readonly path: RegistryPath;
  /** The Authorization header, if one came. */
  readonly authorization: string | undefined;
};

export type HostileHost = {
  /** With the slash at the end. */
  readonly url: string;
  /** In the order of arrival. */
  readonly requests: readonly HostileRequest[];
};

export type HostileRegistry = HostileHost & {
  /** Serves the same packages, honestly, under another host name and port: whoever sends it credentials leaks them. */
  readonly otherHost: HostileHost;
  /** From now on packuments or tarballs of `name` are answered this way. */
  readonly misbehave: (name: string, on: "packument" | "tarball", how: Misbehaviour) => void;
  readonly behave: (name: string) => void;
  readonly close: () => Promise<void>;
};

type Listening = { readonly server: Server; readonly url: string; readonly sockets: Set<Socket> };

const listen = async (
  host: string,
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listening> => {
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // resets are what it is for
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { server, sockets, url: `http://${host}:${(server.address() as AddressInfo).port}/` };
};

const stop = async ({ server, sockets }: Listening): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) socket.destroy();
  await closed;
};

/** `packages` are served beside the recorded ones. */
export const startHostileRegistry = async (packages: readonly BuiltPackage[] = []): Promise<HostileRegistry> => {
  const held = createRecordedPackages(packages);
  const behaviours = new Map<string, Misbehaviour & { done: number }>();
  const requests: HostileRequest[] = [];
  const othersRequests: HostileRequest[] = [];
  let own = "";
  const honest = createRegistryAnswer(held, recordedAdvisories(), () => own);

  const seen = (request: IncomingMessage, into: HostileRequest[]): RegistryPath => {
    const { method = "GET", url = "/", headers } = request;
    const path = parseRegistryPath(method, url);
    into.push({ method, url, path, authorization: headers.authorization });
    return path;
  };

  const other = await listen("localhost", async (request, response) => {
    const path = seen(request, othersRequests);
    sendAnswer(request, response, honest(path, request.headers, await readBody(request)));
  });
  const main = await listen("127.0.0.1", async (request, response) => {
    const path = seen(request, requests);
    const answer = honest(path, request.headers, await readBody(request));
    const how = "name" in path ? behaviours.get(`${path.kind} ${path.name}`) : undefined;
    if (how === undefined) return void sendAnswer(request, response, answer);
    const attempt = how.done;
    how.done += 1;
    return misbehave(how, { request, response, answer, attempt, own, otherHost: other.url });
  });
  own = main.url;

  return {
    url: main.url,
    requests,
    otherHost: { url: other.url, requests: othersRequests },
    misbehave: (name, on, how) => void behaviours.set(`${on} ${name}`, { ...how, done: 0 }),
    behave: (name) => {
      behaviours.delete(`packument ${name}`);
      behaviours.delete(`tarball ${name}`);
    },
    close: async () => {
      await Promise.all([stop(main), stop(other)]);
    },
  };
};
