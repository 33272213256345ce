/** How folders of a run are named, so that a run within a run knows what is not its own. */
export const TEMPORARY_PREFIX = "headwater-exec-";
