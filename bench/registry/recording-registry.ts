/** A registry on loopback that passes requests on to another one and keeps every packument and tarball that was asked for. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseRegistryPath } from "../../test/kit/registry-path.ts";
import { placeTarballs } from "./place-tarballs.ts";
import type { Recording } from "./recording.ts";

export type RecordingRegistry = {
  /** With the slash. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

export const startRecordingRegistry = async (recording: Recording, registry: string): Promise<RecordingRegistry> => {
  let url = "";

  const receive = async (path: string): Promise<Buffer> => {
    const response = await fetch(new URL(path, registry));
    if (!response.ok) throw new Error(`${registry} answers ${response.status} for ${path}`);
    return Buffer.from(await response.arrayBuffer());
  };

  const answer = async (target: string, response: ServerResponse): Promise<void> => {
    const path = parseRegistryPath("GET", target);
    if (path.kind === "packument") {
      const bytes = recording.packument(path.name) ?? (await receive(path.name.replace("/", "%2f")));
      recording.keepPackument(path.name, bytes);
      response.writeHead(200, { "content-type": "application/json" }).end(placeTarballs(path.name, bytes, url));
    } else if (path.kind === "tarball") {
      const bytes = recording.tarball(path) ?? (await receive(`${path.name}/-/${path.file}`));
      recording.keepTarball(path, bytes);
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
    } else {
      response.writeHead(404).end();
    }
  };

  const server = createServer((request, response) => {
    answer(request.url ?? "/", response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
