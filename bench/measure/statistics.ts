/** The value below which the share `q` of the values lies, between two neighbours in proportion. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new Error("no values to describe");
  return below + (above - below) * (position - Math.floor(position));
};

export type Spread = {
  readonly median: number;
  /** A quarter of the values lies below. */
  readonly lower: number;
  /** A quarter of the values lies above. */
  readonly upper: number;
  readonly least: number;
  readonly most: number;
};

export const spreadOf = (values: readonly number[]): Spread => ({
  median: quantile(values, 0.5),
  lower: quantile(values, 0.25),
  upper: quantile(values, 0.75),
  least: quantile(values, 0),
  most: quantile(values, 1),
});
