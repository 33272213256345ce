/** A command of ours in a sentence, as in `See headwater explain express`. */
const COMMAND = /(?<!\b(?:yarn|npx) |[\w/-])headwater (?=[a-z]+(?:-[a-z]+)*\b)/g;

/** A text in which commands are told as they are called here, for example `yarn headwater explain`. */
export const asCalled = (text: string, binaryName: string): string =>
  binaryName === "headwater" ? text : text.replace(COMMAND, `${binaryName} `);
