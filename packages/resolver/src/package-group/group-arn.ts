import type { Domain } from "../repository/domain.ts";

const ENCODED: Readonly<Record<string, string>> = { "*": "%2a", $: "%24", "%": "%25" };

/** A package group's ARN: in the pattern `*`, `$` and `%` are encoded, in lower case, and nothing else; its first `/` is the separator. */
export const packageGroupArn = (region: string, domain: Pick<Domain, "name" | "owner">, pattern: string): string =>
  `arn:aws:codeartifact:${region}:${domain.owner}:package-group/${domain.name}${pattern.replace(/[*$%]/g, (character) => ENCODED[character] ?? character)}`;
