import { HeadwaterError } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { type Mount, createHandler } from "../src/create-handler.ts";
import { allowAnyone, requireToken } from "../src/http/bearer-token.ts";
import { makeFormat } from "./test-format.ts";

const mount: Mount = { type: "paths", baseUrl: "http://127.0.0.1:4873/" };
const get = (path: string, headers: Record<string, string> = {}): Request =>
  new Request(`http://127.0.0.1:4873${path}`, { headers });

describe("the door to a domain", () => {
  test("hands a request to its format, with repository, path, base URL and principal", async () => {
    const format = makeFormat(() => new Response("ok"));
    const handler = createHandler({ formats: [format], mount, authenticate: () => "arn:me", cacheControl: "no-store" });
    const request = get("/npm/team/@a%2fb");
    expect(await (await handler(request)).text()).toBe("ok");
    expect(format.asked).toEqual([
      {
        request,
        repository: "team",
        path: "@a%2fb",
        baseUrl: "http://127.0.0.1:4873/npm/team/",
        cacheControl: "no-store",
        principal: "arn:me",
      },
    ]);
  });

  test("nothing is done for who has no token", async () => {
    const format = makeFormat(() => new Response("ok"));
    const handler = createHandler({ formats: [format], mount, authenticate: requireToken("secret") });
    const response = await handler(get("/npm/team/ms"));
    expect(response.status).toBe(401);
    expect(format.asked).toEqual([]);
    expect((await handler(get("/npm/team/ms", { authorization: "Bearer secret" }))).status).toBe(200);
  });

  test("a format that is not served is named, together with those that are", async () => {
    const handler = createHandler({ formats: [makeFormat(() => new Response())], mount, authenticate: allowAnyone });
    const response = await handler(get("/maven/team/x"));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: "ROUTE_NOT_FOUND",
      error: 'Packages of the format "maven" are not served here. The formats served are: npm.',
    });
  });

  test("an error of a use case becomes its answer, a fault of the program is told", async () => {
    const faults: unknown[] = [];
    const fault = new TypeError("boom");
    const format = makeFormat(({ path }) => {
      throw path === "bad" ? fault : new HeadwaterError("REPOSITORY_NOT_FOUND", "There is no repository team.");
    });
    const handler = createHandler({
      formats: [format],
      mount,
      authenticate: allowAnyone,
      onFault: (error) => faults.push(error),
    });
    expect((await handler(get("/npm/team/ms"))).status).toBe(404);
    expect(faults).toEqual([]);
    expect((await handler(get("/npm/team/bad"))).status).toBe(500);
    expect(faults).toEqual([fault]);
  });

  test("a client that goes away while it is answered is no fault of the program", async () => {
    const faults: unknown[] = [];
    const client = new AbortController();
    const format = makeFormat(({ request }) => {
      client.abort(new Error("The client closed the connection."));
      request.signal.throwIfAborted();
      return new Response();
    });
    const handler = createHandler({
      formats: [format],
      mount,
      authenticate: allowAnyone,
      onFault: (error) => faults.push(error),
    });
    await handler(new Request(`http://127.0.0.1:4873/npm/team/ms`, { signal: client.signal }));
    expect(faults).toEqual([]);
  });
});
