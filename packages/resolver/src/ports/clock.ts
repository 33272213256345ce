/** The time, in milliseconds since the epoch. A port so that ages and grace periods can be tested. */
export interface Clock {
  now(): number;
}
