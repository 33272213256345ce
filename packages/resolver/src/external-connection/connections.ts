import { HeadwaterError } from "../errors/headwater-error.ts";
import type { PackageFormat } from "../names/coordinate.ts";

/** Table 1: the closed list of external connections (E5) and the format each serves. */
export const EXTERNAL_CONNECTIONS = {
  "public:npmjs": "npm",
  "public:pypi": "pypi",
  "public:nuget-org": "nuget",
  "public:maven-central": "maven",
  "public:maven-googleandroid": "maven",
  "public:maven-gradleplugins": "maven",
  "public:maven-commonsware": "maven",
  "public:maven-clojars": "maven",
  "public:ruby-gems-org": "ruby",
  "public:crates-io": "cargo",
} as const satisfies Record<string, PackageFormat>;

export type ExternalConnectionName = keyof typeof EXTERNAL_CONNECTIONS;

/** A connection's name from the closed list (E5). @throws EXTERNAL_CONNECTION_NOT_FOUND */
export function parseExternalConnectionName(text: string): ExternalConnectionName {
  if (Object.hasOwn(EXTERNAL_CONNECTIONS, text)) return text as ExternalConnectionName;
  throw new HeadwaterError(
    "EXTERNAL_CONNECTION_NOT_FOUND",
    `There is no external connection named ${JSON.stringify(text.slice(0, 120))}.`,
    {
      hint: `Use one of: ${Object.keys(EXTERNAL_CONNECTIONS).join(", ")}.`,
      details: { rule: "E5", value: text },
    },
  );
}

/** The format whose packages come through a connection. */
export const connectionFormat = (name: ExternalConnectionName): PackageFormat => EXTERNAL_CONNECTIONS[name];

/** Does a connection of this name give out packages of the format? */
export function servesFormat(name: string, format: PackageFormat): boolean {
  return Object.entries(EXTERNAL_CONNECTIONS).some((each) => each[0] === name && each[1] === format);
}
