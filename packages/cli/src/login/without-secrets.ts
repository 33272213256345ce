import { redact } from "@headwater/resolver";

/** A line of settings as it may be shown: without the server's token and whatever else looks like a secret. */
export const withoutSecrets = (line: string, token: string | undefined): string =>
  redact(token === undefined ? line : line.replaceAll(token, "***"));
