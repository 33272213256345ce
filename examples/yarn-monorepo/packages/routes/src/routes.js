import { departuresOn, lines, quayOf } from "@ferry/timetable";
import { isDark } from "daylight";
import metres from "haversine-distance";

const metresPerNauticalMile = 1852;

/** From one quay to another as a gull flies, in nautical miles. */
export const nauticalMiles = (from, to) => metres(quayOf(from), quayOf(to)) / metresPerNauticalMile;

/** The quays that a passenger passes on the way, both ends among them; undefined when no line serves both. */
export const wayBetween = (from, to) => {
  for (const { stops } of lines) {
    const quays = stops.map(({ quay }) => quay);
    const [start, end] = [quays.indexOf(from), quays.indexOf(to)];
    if (start === -1 || end === -1) continue;
    return start <= end ? quays.slice(start, end + 1) : quays.slice(end, start + 1).toReversed();
  }
  return undefined;
};

/** The length of a way in nautical miles. */
export const lengthOf = (way) => way.slice(1).reduce((sum, quay, index) => sum + nauticalMiles(way[index], quay), 0);

/** The departures of a day that leave in the dark. */
export const nightDepartures = (day) =>
  departuresOn(day).filter(({ from, departs }) => isDark(departs.toJSDate(), quayOf(from)));
