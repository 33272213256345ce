import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/** Milliseconds that a server on this machine, or a proxy before it, may take. */
const PATIENCE = 3_000;

/** Asks a repository's endpoint whether it is there: the status of its answer, `undefined` when there is none. */
export function pingEndpoint(endpoint: string, token: string | undefined): Promise<number | undefined> {
  const url = new URL("-/ping", endpoint);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve) => {
    send(url, { headers, agent: false, signal: AbortSignal.timeout(PATIENCE) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", () => resolve(undefined))
      .end();
  });
}
