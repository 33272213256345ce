import { writeCancellation } from "@ferry/mail";
import { printPoster } from "@ferry/posters";
import { readTicket, sellTicket, showCode } from "@ferry/tickets";
import { departuresOn } from "@ferry/timetable";
import sharp from "sharp";
import { expect, it } from "vitest";

it("a poster is a PNG with the water, and a code below it", async () => {
  const poster = sharp(await printPoster("https://ferry.example.com/"));
  expect(await poster.metadata()).toMatchObject({ format: "png", width: 600, height: 800 });
  const { data } = await poster
    .extract({ left: 0, top: 0, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 3)]).toEqual([0xe3, 0xf2, 0xfd]);
});

it("a letter names the sailing, in text and in HTML", async () => {
  const letter = await writeCancellation(departuresOn("2026-06-01")[0], "passenger@example.com");
  expect(letter).toContain("Subject: No ferry at 06:10");
  expect(letter).toContain("Content-Type: text/plain");
  expect(letter).toContain("Content-Type: text/html");
  expect(letter).toContain('<h1 style=3D"font-size: 20px;">');
});

it("a ticket is good until its day ends, and only with our key", async () => {
  const key = new TextEncoder().encode("a key of the ferry company, 32 bytes and more");
  const day = "2026-06-01";
  const ticket = await sellTicket({ passenger: "child", from: "gronvig", to: "yderholm", day }, key);
  expect(await readTicket(ticket, key, new Date("2026-06-01T21:59:00Z"))).toMatchObject({ price: "42.50" });
  await expect(readTicket(ticket, key, new Date("2026-06-01T22:01:00Z"))).rejects.toThrow("exp");
  await expect(readTicket(ticket, new Uint8Array(32), new Date("2026-06-01T12:00:00Z"))).rejects.toThrow("signature");
  expect(await showCode(ticket)).toContain("█");
});
