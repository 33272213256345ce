import { DateTime } from "luxon";
import slugify from "slugify";
import { z } from "zod";
import * as company from "./lines.js";

export const zone = "Europe/Copenhagen";

const Quay = z.object({
  id: z.string().regex(/^[a-z]+$/),
  name: z.string(),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

const Line = z.object({
  id: z.string(),
  days: z.array(z.int().min(1).max(7)),
  departures: z.array(z.iso.time()),
  stops: z.array(z.object({ quay: z.string(), minutes: z.int().min(0) })).min(2),
});

export const quays = z.array(Quay).parse(company.quays);

export const lines = z.array(Line).parse(company.lines);

/** The quay with this id; throws for a stranger. */
export const quayOf = (id) => {
  const quay = quays.find((candidate) => candidate.id === id);
  if (quay === undefined) throw new RangeError(`no quay ${id}`);
  return quay;
};

/** A quay's name for an address, with the letters that are painted on the pier. */
export const slugOf = ({ name }) => slugify(name, { lower: true, locale: "da" });

/** What leaves on a day (YYYY-MM-DD), the earliest first: `{line, from, to, departs, arrives}` with times in Denmark. */
export const departuresOn = (day) => {
  const date = DateTime.fromISO(day, { zone });
  if (!date.isValid) throw new RangeError(`${day} is no day: ${date.invalidExplanation}`);
  return lines
    .filter(({ days }) => days.includes(date.weekday))
    .flatMap(({ id, departures, stops }) =>
      departures.map((time) => {
        const departs = DateTime.fromISO(`${day}T${time}`, { zone });
        const last = stops.at(-1);
        return {
          line: id,
          from: stops[0].quay,
          to: last.quay,
          departs,
          arrives: departs.plus({ minutes: last.minutes }),
        };
      }),
    )
    .toSorted((a, b) => a.departs.toMillis() - b.departs.toMillis());
};
