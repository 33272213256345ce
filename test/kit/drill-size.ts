/**
 * How many rounds a drill runs: `quick` in `npm test`, `full` in `npm run drill` (HEADWATER_DRILL=full).
 * Throws on any other value of HEADWATER_DRILL, so that a misspelt one does not pass for the full drill.
 */
export const drillRounds = (quick: number, full: number): number => {
  const size = process.env["HEADWATER_DRILL"];
  if (size === undefined || size === "" || size === "quick") return quick;
  if (size === "full") return full;
  throw new Error(`HEADWATER_DRILL is ${size}; it may be quick or full`);
};
