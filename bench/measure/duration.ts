export type Duration = {
  readonly milliseconds: number;
  /** Processor time of the command and its children, on all cores. Absent where the system does not tell. */
  readonly cpuMilliseconds?: number;
};
