/**
 * The limit that everything else is compared with: a recording, read whole into memory and served by nothing but node:http.
 * A process of its own, `static-registry-worker.ts FOLDER`, as a registry is one to its clients.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { placeTarballs } from "./place-tarballs.ts";
import { openRecording } from "./recording.ts";
import type { WorkerAnswer } from "./static-registry.ts";

type Answer = { readonly headers: Readonly<Record<string, string>>; readonly etag: string; readonly body: Buffer };

const answers = new Map<string, Answer>();
let requests = 0;

const add = (path: string, type: string, body: Buffer): void => {
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  const headers = { "content-type": type, "content-length": String(body.length), "cache-control": "no-cache", etag };
  answers.set(path, { headers, etag, body });
};

const say = (answer: WorkerAnswer): void => void process.send?.(answer);

const server = createServer((request, response) => {
  requests++;
  // Clients write the slash of a scoped name as `%2f` or `%2F`.
  const answer = answers.get((request.url ?? "").replace(/%2f/i, "/"));
  if (answer === undefined || (request.method !== "GET" && request.method !== "HEAD")) {
    response.writeHead(404, { "content-length": "0" }).end();
  } else if (request.headers["if-none-match"] === answer.etag) {
    response.writeHead(304, { etag: answer.etag }).end();
  } else {
    response.writeHead(200, answer.headers).end(request.method === "HEAD" ? undefined : answer.body);
  }
});
// A connection outlives the pauses of a benchmark.
server.keepAliveTimeout = 600_000;

server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const recording = openRecording(process.argv[2] ?? "");
  for (const name of recording.packuments()) {
    const bytes = recording.packument(name);
    if (bytes !== undefined) add(`/${name}`, "application/json", placeTarballs(name, bytes, url));
  }
  for (const tarball of recording.tarballs()) {
    const bytes = recording.tarball(tarball);
    if (bytes !== undefined) add(`/${tarball.name}/-/${tarball.file}`, "application/octet-stream", bytes);
  }
  say({ type: "listening", url });
});

process.on("message", () => say({ type: "requests", requests }));
// Whoever started it has gone.
process.on("disconnect", () => process.exit());
