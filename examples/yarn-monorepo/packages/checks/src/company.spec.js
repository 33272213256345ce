import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { calendarOf } from "@ferry/calendar";
import { fareFor } from "@ferry/fares";
import { lengthOf, nauticalMiles, nightDepartures, wayBetween } from "@ferry/routes";
import { departuresOn, quayOf, slugOf } from "@ferry/timetable";
import ICAL from "ical.js";
import { expect, it } from "vitest";

const monday = "2026-06-01";
const sunday = "2026-06-07";

it("the west line rests on Sundays", () => {
  expect(departuresOn(monday)).toHaveLength(8);
  expect(departuresOn(sunday).map(({ line }) => line)).toEqual(["east", "east", "east", "east", "east"]);
});

it("a day that is none is refused", () => {
  expect(() => departuresOn("2026-02-30")).toThrow("2026-02-30 is no day");
});

it("a sailing of the spring night takes its minutes, not the clock's", () => {
  const [first] = departuresOn("2026-03-29");
  expect(first.departs.toISO()).toBe("2026-03-29T06:10:00.000+02:00");
});

it("the pier's letters are kept in an address", () => {
  expect(slugOf(quayOf("stavnso"))).toBe("stavnsoe");
});

it("distances are those on a globe of the Earth's mean radius, to which haversine-distance is patched", () => {
  expect(nauticalMiles("gronvig", "stavnso")).toBeCloseTo(4.085, 3);
});

it("a way goes from quay to quay, in both directions", () => {
  expect(wayBetween("yderholm", "gronvig")).toEqual(["yderholm", "lillehavn", "gronvig"]);
  expect(wayBetween("yderholm", "stavnso")).toBeUndefined();
  expect(lengthOf(["gronvig", "lillehavn", "yderholm"])).toBeGreaterThan(nauticalMiles("gronvig", "yderholm"));
});

it("winter has sailings in the dark, midsummer has none", () => {
  expect(nightDepartures("2026-12-21")).toHaveLength(4);
  expect(nightDepartures("2026-06-21")).toHaveLength(0);
});

it("a fare is rounded to the half krone", () => {
  expect(fareFor("adult", "gronvig", "yderholm")).toBe("84.50");
  expect(fareFor("child", "gronvig", "yderholm")).toBe("42.50");
  expect(() => fareFor("adult", "stavnso", "yderholm")).toThrow("no line");
});

it("a calendar can be read again", () => {
  const calendar = new ICAL.Component(ICAL.parse(calendarOf(sunday)));
  const [first] = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  expect([first.summary, first.startDate.toString()]).toEqual(["Grønvig to Yderholm", "2026-06-07T04:10:00Z"]);
});

it("the command prints a day", () => {
  const command = fileURLToPath(import.meta.resolve("@ferry/cli/ferry"));
  const printed = execFileSync(process.execPath, [command, "departures", monday], { encoding: "utf8" });
  expect(printed.match(/Grønvig/g)).toHaveLength(8);
});
