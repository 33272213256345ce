const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** A number of bytes for people, in powers of 1000: `1.4 MB`. */
export function printBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${UNITS[power] ?? "B"}`;
}
