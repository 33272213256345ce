/** A failure that npm has a code for and its libraries do not raise: wrong use, a lockfile that does not fit. */
export class NpmFailure extends Error {
  override readonly name = "NpmFailure";
  /** npm's own, e.g. `EUSAGE`. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
