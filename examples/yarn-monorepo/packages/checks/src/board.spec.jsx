import { createApp } from "@ferry/api";
import { Board } from "@ferry/web";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";

it("the board shows what the API answers, and strikes through what has left", async () => {
  const app = await createApp();
  const sailings = (await app.inject("/departures/2026-06-01")).json();
  const page = renderToStaticMarkup(<Board sailings={sailings} now={new Date("2026-06-01T12:00:00+02:00")} />);
  expect(page.match(/<tr class="[^"]*gone"/g)).toHaveLength(3);
  expect(page).toContain("<td>21:15</td>");
});

it("the API answers fares, refuses a stranger, and describes itself", async () => {
  const app = await createApp();
  expect((await app.inject("/fares/gronvig/stavnso")).json()).toMatchObject({ adult: "53.50" });
  expect((await app.inject("/fares/gronvig/nowhere")).statusCode).toBe(404);
  expect((await app.inject("/departures/tomorrow")).statusCode).toBe(400);
  const paths = Object.keys((await app.inject("/openapi.json")).json().paths);
  expect(paths).toEqual(["/departures/{day}", "/fares/{from}/{to}"]);
});
