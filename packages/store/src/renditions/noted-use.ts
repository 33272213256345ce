/** For so many milliseconds, a day, a use of a rendition that is noted is not noted again: requests write next to nothing. */
export const NOTED_FOR = 24 * 60 * 60_000;
