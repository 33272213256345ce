import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { jsonAnswer, sendAnswer, type RegistryAnswer } from "./registry-answer.ts";

/** How a packument or a tarball is answered. */
export type Misbehaviour =
  /** 200 and this text, as JSON by its content type. */
  | { readonly type: "text"; readonly text: string }
  /** 200 and this value as JSON: a packument of the test's own making. */
  | { readonly type: "json"; readonly value: unknown }
  /** A well-formed packument of about this many bytes, 200 MB unless told; made while it is sent. */
  | { readonly type: "huge-packument"; readonly bytes?: number }
  /** Packument: every version's integrity and shasum are another's. Tarball: the last byte is another. */
  | { readonly type: "lie" }
  /** Packument: every `dist.tarball` is on the other host. */
  | { readonly type: "foreign-tarball" }
  /** A redirect to the same path on the other host. */
  | { readonly type: "foreign-redirect" }
  /** A redirect to itself, each time with another query, so that no cache of visited URLs sees it. */
  | { readonly type: "redirect-loop" }
  /** Never ends: before the status line, after the headers, or halfway through the body. */
  | { readonly type: "hang"; readonly after: "request" | "headers" | "half" }
  /** The connection is reset, at once or halfway through the body. */
  | { readonly type: "reset"; readonly after: "request" | "half" }
  /** Half of the body under the content-length of the whole, then an orderly end. */
  | { readonly type: "truncated" }
  /** This status, always or the first `times` times; `retryAfter` is sent as Retry-After. */
  | { readonly type: "status"; readonly status: number; readonly times?: number; readonly retryAfter?: string };

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What an honest registry would answer. */
  readonly answer: RegistryAnswer;
  /** How often this behaviour was shown before. */
  readonly attempt: number;
  /** URL of the registry and of the other host, each with the slash at the end. */
  readonly own: string;
  readonly otherHost: string;
};

const sendHuge = async ({ request, response }: Exchange, bytes: number): Promise<void> => {
  const name = decodeURIComponent((request.url ?? "/").slice(1));
  response.writeHead(200, { "content-type": "application/json" });
  response.write(`{"name":${JSON.stringify(name)},"dist-tags":{},"versions":{},"time":{},"padding":"`);
  const chunk = Buffer.alloc(1 << 20, "x");
  const closed = new Promise((resolve) => response.once("close", resolve));
  for (let sent = 0; sent < bytes && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk)) await Promise.race([once(response, "drain"), closed]);
  }
  response.end('"}');
};

const sendHalf = async ({ response, answer }: Exchange): Promise<void> => {
  response.writeHead(answer.status, { ...answer.headers, "content-length": answer.body.length });
  await new Promise((resolve) => response.write(answer.body.subarray(0, answer.body.length >> 1), resolve));
  await wait(20); // lets the half arrive before what follows
};

const lying = (answer: RegistryAnswer): RegistryAnswer => {
  if (!answer.headers?.["content-type"]?.includes("json")) {
    const body = Buffer.from(answer.body);
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    return { ...answer, body };
  }
  return editedPackument(answer, (text) =>
    text.replaceAll(/"sha512-.{4}/g, '"sha512-AAAA').replaceAll(/"shasum":"[0-9a-f]{4}/g, '"shasum":"0000'),
  );
};

const editedPackument = (answer: RegistryAnswer, edit: (text: string) => string): RegistryAnswer => ({
  ...answer,
  body: Buffer.from(edit(answer.body.toString())),
});

const redirect = (response: ServerResponse, location: string): void => {
  response.writeHead(302, { location, "content-length": 0 }).end();
};

export const misbehave = async (how: Misbehaviour, exchange: Exchange): Promise<void> => {
  const { request, response, answer, attempt, own, otherHost } = exchange;
  const target = request.url ?? "/";
  switch (how.type) {
    case "text":
      response.writeHead(200, { "content-type": "application/json" }).end(how.text);
      return;
    case "json":
      sendAnswer(request, response, jsonAnswer(200, how.value));
      return;
    case "huge-packument":
      return sendHuge(exchange, how.bytes ?? 200e6);
    case "lie":
      sendAnswer(request, response, lying(answer));
      return;
    case "foreign-tarball":
      sendAnswer(
        request,
        response,
        editedPackument(answer, (text) => text.replaceAll(own, otherHost)),
      );
      return;
    case "foreign-redirect":
      return redirect(response, new URL(target, otherHost).href);
    case "redirect-loop":
      return redirect(response, `${new URL(target, own).pathname}?turn=${attempt}`);
    case "hang":
      if (how.after === "half") await sendHalf(exchange);
      if (how.after === "headers") response.writeHead(200, answer.headers).flushHeaders();
      return;
    case "reset":
      if (how.after === "half") await sendHalf(exchange);
      request.socket.resetAndDestroy();
      return;
    case "truncated":
      await sendHalf(exchange);
      request.socket.end();
      return;
    case "status": {
      if (how.times !== undefined && attempt >= how.times) return void sendAnswer(request, response, answer);
      const headers = how.retryAfter === undefined ? {} : { "retry-after": how.retryAfter };
      sendAnswer(request, response, jsonAnswer(how.status, { error: `status ${how.status}` }, headers));
      return;
    }
  }
};
