const OFF = ["0", "false", "no", "off"];

/**
 * True where Yarn shall work as if the plugin were not here: HEADWATER_ENABLED=0, or a run of `headwater exec`, whose own
 * endpoint answers and which retains afterwards; it may name another repository, and hides the key that we would need. What
 * else HEADWATER_ENABLED may hold, the configuration checks. Proven also in test/exec/yarn-plugin.test.ts
 */
export const isSwitchedOff = (env: NodeJS.ProcessEnv = process.env): boolean =>
  OFF.includes((env["HEADWATER_ENABLED"] ?? "").trim().toLowerCase()) || (env["HEADWATER_ENDPOINT"] ?? "") !== "";
