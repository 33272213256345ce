import { fareFor } from "@ferry/fares";
import { zone } from "@ferry/timetable";
import { SignJWT, jwtVerify } from "jose";
import { DateTime } from "luxon";
import QRCode from "qrcode";

/** A ticket for one passenger on one day (YYYY-MM-DD), signed; good until the day ends in Denmark. */
export const sellTicket = async ({ passenger, from, to, day }, key) => {
  const ends = DateTime.fromISO(day, { zone }).endOf("day");
  return await new SignJWT({ passenger, from, to, price: fareFor(passenger, from, to) })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(ends.toJSDate())
    .sign(key);
};

/** What a ticket says; throws when it is not ours, or its day is over at `now`. */
export const readTicket = async (ticket, key, now) => {
  const { payload } = await jwtVerify(ticket, key, { currentDate: now, algorithms: ["HS256"] });
  return payload;
};

/** The code that the crew scans, for a terminal. */
export const showCode = (ticket) => QRCode.toString(ticket, { type: "utf8", errorCorrectionLevel: "L" });
