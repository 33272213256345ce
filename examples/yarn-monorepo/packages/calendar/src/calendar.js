import { departuresOn, quayOf, slugOf } from "@ferry/timetable";
import { createEvents } from "ics";

const parts = (time) => {
  const { year, month, day, hour, minute } = time.toUTC();
  return [year, month, day, hour, minute];
};

/** The departures of a day as an iCalendar file. */
export const calendarOf = (day) => {
  const { error, value } = createEvents(
    departuresOn(day).map(({ line, from, to, departs, arrives }) => ({
      uid: `${line}-${departs.toMillis()}@ferry.example.com`,
      productId: "ferry",
      title: `${quayOf(from).name} to ${quayOf(to).name}`,
      url: `https://ferry.example.com/${slugOf(quayOf(to))}`,
      start: parts(departs),
      startInputType: "utc",
      end: parts(arrives),
      endInputType: "utc",
    })),
  );
  if (error) throw error;
  return value;
};
