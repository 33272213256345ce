import { connect } from "node:net";

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly headers: string;
  /** As it came, chunk lengths included. */
  readonly body: string;
}

/** Sends a request whose target is exactly this text: no URL parser of ours tidies it up first. */
export function askRaw(
  endpoint: string,
  target: string,
  headers: readonly string[],
  method = "GET",
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(endpoint);
  const lines = [`${method} ${target} HTTP/1.1`, `host: ${host}`, "connection: close", ...headers, "", ""];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(lines.join("\r\n"), "latin1"));
    let received = "";
    socket.setEncoding("utf8").on("data", (text: string) => (received += text));
    socket.on("error", reject);
    socket.on("close", () => {
      const end = received.indexOf("\r\n\r\n");
      const head = received.slice(0, end);
      resolve({ status: Number(head.split(" ")[1] ?? 0), headers: head, body: received.slice(end + 4) });
    });
  });
}
