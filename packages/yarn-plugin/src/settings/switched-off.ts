const OFF = ["0", "false", "no", "off"];

/** HEADWATER_ENABLED=0: Yarn works as if the plugin were not here. What else the variable may hold, the configuration checks. */
export const isSwitchedOff = (env: NodeJS.ProcessEnv = process.env): boolean =>
  OFF.includes((env["HEADWATER_ENABLED"] ?? "").trim().toLowerCase());
