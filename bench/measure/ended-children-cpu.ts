import { existsSync, readFileSync } from "node:fs";

const statistics = "/proc/self/stat";

/** Linux counts in hundredths of a second. */
const tick = 10;

/** Milliseconds of processor time that ended children of this process, and theirs, took so far. Linux only; see proc(5). */
export const endedChildrenCpu = (): number | undefined => {
  if (!existsSync(statistics)) return undefined;
  const text = readFileSync(statistics, "utf8");
  // After the command's name, which may hold anything, come the fields from the third on; the 16th and 17th are ours.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * tick;
};
