import { getPosition } from "suncalc";

/** Whether the sun is more than six degrees below the horizon, when a ferry carries all its lights. */
export const isDark = (date, { latitude, longitude }) => {
  const { altitude } = getPosition(date, latitude, longitude);
  return altitude < -6;
};
