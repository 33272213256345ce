import { lengthOf, wayBetween } from "@ferry/routes";
import Big from "big.js";

/** Kroner. */
const base = 24;
const perNauticalMile = "7.25";

const shares = { adult: 1, child: "0.5", bicycle: "0.75" };

export const passengers = Object.keys(shares);

/** What a crossing costs, in kroner with two decimals, to the half krone. Throws when there is no way or no such passenger. */
export const fareFor = (passenger, from, to) => {
  const way = wayBetween(from, to);
  if (way === undefined || way.length < 2) throw new RangeError(`no line from ${from} to ${to}`);
  if (!Object.hasOwn(shares, passenger)) throw new RangeError(`no fare for a ${passenger}`);
  const full = Big(base).plus(Big(perNauticalMile).times(lengthOf(way).toFixed(3)));
  return full.times(shares[passenger]).times(2).round(0, Big.roundHalfUp).div(2).toFixed(2);
};
