const CREDENTIALS_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;
const AUTHORIZATION_VALUE = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;
const TOKEN_ASSIGNMENT = /((?:_authToken|_auth|_password|token|password|secret)["']?\s*[=:]\s*["']?)[^\s"'&]+/gi;
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Removes what no message may show: credentials (in URLs, Authorization values and `name=value` pairs) and control
 * characters other than tab and newline, so that neither a log nor a terminal can be harmed by what a registry answered.
 */
export function redact(text: string): string {
  return text
    .replace(CREDENTIALS_IN_URL, "$1***@")
    .replace(AUTHORIZATION_VALUE, "$1 ***")
    .replace(TOKEN_ASSIGNMENT, "$1***")
    .replace(CONTROL_CHARACTERS, "\ufffd");
}
