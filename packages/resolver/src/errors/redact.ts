const CREDENTIALS_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;
const AUTHORIZATION_VALUE = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;
const TOKEN_ASSIGNMENT = /((?:_authToken|_auth|_password|token|password|secret)["']?\s*[=:]\s*["']?)[^\s"'&]+/gi;
/** What may stand behind `token` in the open: a sentence about it, or the name of the variable that holds it. */
const NO_VALUE = /^: (?:[A-Z][a-z]*,? [a-z]|env:\w+(?!\S))/;
/** As npm, GitHub and GitLab make them. */
const KNOWN_TOKEN =
  /\b(?:npm_[A-Za-z0-9]{36}|gh[a-z]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,})(?![A-Za-z0-9])/g;
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Removes what no message may show: credentials (in URLs, Authorization values, `name=value` pairs and known shapes; a sentence
 * behind `token: ` is none) and control characters other than tab and newline, so that neither a log nor a terminal can be harmed by what a registry answered.
 */
export function redact(text: string): string {
  return text
    .replace(CREDENTIALS_IN_URL, "$1***@")
    .replace(KNOWN_TOKEN, "***")
    .replace(AUTHORIZATION_VALUE, "$1 ***")
    .replace(TOKEN_ASSIGNMENT, (assignment: string, name: string, at: number, whole: string) =>
      NO_VALUE.test(whole.slice(at + name.length - ": ".length)) ? assignment : `${name}***`,
    )
    .replace(CONTROL_CHARACTERS, "\ufffd");
}
