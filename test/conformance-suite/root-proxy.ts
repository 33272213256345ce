/** A proxy on loopback that has a repository at its root. */
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

export interface RootProxy {
  /** Without a slash at the end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `repository` ends with a slash. */
export async function startRootProxy(repository: string): Promise<RootProxy> {
  const server = createServer((request, response) => {
    const { url = "/", method, headers } = request;
    const onward = ask(`${repository}${url.slice(1)}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      // What breaks off here breaks off for the client.
      pipeline(answer, response, () => undefined);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
