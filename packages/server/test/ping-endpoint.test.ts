import { expect, test } from "vitest";
import { pingEndpoint } from "../src/ping-endpoint.ts";
import { closeAfterTest, listen } from "./listen.ts";

test("asks for /-/ping with the token, and answers the status", async () => {
  const asked: (string | null)[] = [];
  const { url } = await listen(async (request) => {
    asked.push(new URL(request.url).pathname, request.headers.get("authorization"));
    return new Response("{}", { status: asked.length > 2 ? 401 : 200 });
  });
  expect(await pingEndpoint(`${url}npm/team/`, "t0ken")).toBe(200);
  expect(await pingEndpoint(`${url}npm/team/`, undefined)).toBe(401);
  expect(asked).toEqual(["/npm/team/-/ping", "Bearer t0ken", "/npm/team/-/ping", null]);
});

test("nobody there is no status, over https as well", async () => {
  const { port, close } = closeAfterTest(await listen(async () => new Response()));
  await close(0);
  expect(await pingEndpoint(`http://127.0.0.1:${port}/npm/team/`, undefined)).toBeUndefined();
  expect(await pingEndpoint(`https://127.0.0.1:${port}/npm/team/`, undefined)).toBeUndefined();
});
