import { asCalled } from "headwater";

/** What a user writes before a verb. */
export const YARN_COMMAND = "yarn headwater";

/** A text in which commands are told as one calls them in Yarn. */
export const inYarn = (text: string): string => asCalled(text, YARN_COMMAND);

/** The same, line by line: each line of a report stands for itself. */
export const linesInYarn = (text: string): readonly string[] => inYarn(text).split("\n");
