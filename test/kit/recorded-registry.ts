/** A registry on loopback that serves `test/fixtures/registry/` and packages built by a test as the public one does. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createRecordedPackages, type AddOptions, type RecordedPackages } from "./recorded-packages.ts";
import { createRegistryAnswer, jsonAnswer, readBody, sendAnswer } from "./registry-answer.ts";
import { parseRegistryPath, type RegistryPath } from "./registry-path.ts";
import { recordedAdvisories, type Advisories } from "./security-advisories.ts";
import type { ServedPackument, TarballBase } from "./served-packument.ts";
import type { BuiltPackage } from "./tarball-builder.ts";

export type RecordedRegistryOptions = {
  /** Served beside the recorded ones. */
  readonly packages?: readonly BuiltPackage[] | undefined;
  /** Default `self`. */
  readonly tarballBase?: TarballBase | undefined;
  /** Milliseconds before each answer. Default 0. */
  readonly latency?: number | undefined;
  /** When given, requests without `Authorization: Bearer <token>` are answered 401. */
  readonly token?: string | undefined;
  /** Default: `test/fixtures/registry/advisories.json`. */
  readonly advisories?: Advisories | undefined;
};

export type RecordedRequest = {
  readonly method: string;
  /** Path and query as they came, undecoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** What was asked for: kind, and package and version or file where it names them. */
  readonly path: RegistryPath;
  readonly body: Buffer;
  /** 0 until answered. */
  readonly status: number;
};

export type RecordedRegistry = {
  /** `http://127.0.0.1:<port>/`, with the slash. */
  readonly url: string;
  /** In the order of arrival; grows while the registry runs. A registry that is down sees none. */
  readonly requests: readonly RecordedRequest[];
  /** Requests of one kind so far. */
  readonly requestsFor: (kind: RegistryPath["kind"]) => readonly RecordedRequest[];
  readonly clearRequests: () => void;
  /** While down, every connection is reset, those open at that moment too. */
  readonly setDown: (down: boolean) => void;
  readonly setLatency: (milliseconds: number) => void;
  readonly addPackage: (built: BuiltPackage, options?: AddOptions) => void;
  readonly editPackument: RecordedPackages["edit"];
  readonly packument: (name: string) => ServedPackument | undefined;
  readonly close: () => Promise<void>;
};

export const startRecordedRegistry = async (options: RecordedRegistryOptions = {}): Promise<RecordedRegistry> => {
  const { tarballBase = "self", advisories = recordedAdvisories(), token } = options;
  const packages = createRecordedPackages(options.packages);
  const requests: (RecordedRequest & { status: number })[] = [];
  const sockets = new Set<Socket>();
  let { latency = 0 } = options;
  let isDown = false;
  let url = "";
  const base = (): string | undefined =>
    tarballBase === "self" ? url : tarballBase === "absent" ? undefined : tarballBase.replace(/\/?$/, "/");
  const answer = createRegistryAnswer(packages, advisories, base);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url: asked = "/", headers } = request;
    const path = parseRegistryPath(method, asked);
    const record = { method, url: asked, headers, path, body: Buffer.alloc(0) as Buffer, status: 0 };
    requests.push(record);
    record.body = await readBody(request);
    if (latency > 0) await wait(latency);
    const isRefused = token !== undefined && headers.authorization !== `Bearer ${token}`;
    const refused = jsonAnswer(401, { error: "authentication required" }, { "www-authenticate": "Bearer" });
    record.status = sendAnswer(request, response, isRefused ? refused : answer(path, headers, record.body));
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  server.on("connection", (socket) => {
    if (isDown) return socket.resetAndDestroy();
    sockets.add(socket);
    return socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const resetAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url,
    requests,
    requestsFor: (kind) => requests.filter(({ path }) => path.kind === kind),
    clearRequests: () => void requests.splice(0),
    setDown: (down) => {
      isDown = down;
      if (down) resetAll();
    },
    setLatency: (milliseconds) => {
      latency = milliseconds;
    },
    addPackage: packages.add,
    editPackument: packages.edit,
    packument: packages.packument,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      resetAll();
      await closed;
    },
  };
};
