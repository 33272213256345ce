import {
  HeadwaterError,
  isHeadwaterError,
  parseAccountId,
  parseDomainName,
  parseExternalConnectionName,
  parseRepositoryName,
  parseTagPattern,
  TAG_PRECEDENCES,
} from "@headwater/resolver";
import * as z from "zod/mini";
import { parseBaseUrl } from "./base-url.ts";
import { parseDuration } from "./duration.ts";
import { parseKeyReference, parseSecretReference } from "./secret-reference.ts";
import { parseAssetsLocation, parseReferencesLocation } from "./store-location.ts";

/** What a check of this schema leaves at its issue, for the problem that is shown. */
export type CheckParams = Pick<HeadwaterError, "code" | "hint">;

/** Text that a parser accepts; what the parser throws becomes the problem. */
const textFor = (parse: (text: string) => unknown, description: string) =>
  z.string().check(
    z.check((payload) => {
      try {
        parse(payload.value);
      } catch (error) {
        if (!isHeadwaterError(error)) throw error;
        const params: CheckParams = { code: error.code, hint: error.hint };
        payload.issues.push({ code: "custom", input: payload.value, message: error.message, params });
      }
    }),
    z.describe(description),
  );

/** As the resolver demands it when a repository is made. */
function parseDescription(text: string): string {
  if (/^\P{C}{0,1000}$/u.test(text)) return text;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    "The description is longer than 1,000 characters, or has control characters in it.",
  );
}

const described = (description: string) => z.describe(description);

const upstreams = z
  .array(textFor(parseRepositoryName, "The name of a repository of this domain."))
  .check(described("Direct upstreams in the order in which they are searched, at most 10. Default: none."));

const precedence = z.enum(TAG_PRECEDENCES);

const tagPrecedence = z
  .union([precedence, z.record(textFor(parseTagPattern, 'A package\'s name, or its beginning and a "*".'), precedence)])
  .check(
    described(
      "Whose dist-tag wins when upstreams have it too: upstream (default), local or semver, for all packages or by pattern.",
    ),
  );

const repository = z
  .strictObject({
    upstreams: z.optional(upstreams),
    externalConnection: z.optional(
      textFor(
        parseExternalConnectionName,
        'The one public registry that this repository is connected to, for example "public:npmjs".',
      ),
    ),
    tagPrecedence: z.optional(tagPrecedence),
    description: z.optional(textFor(parseDescription, "What the repository is for: at most 1,000 characters.")),
    administratorAccount: z.optional(
      textFor(
        parseAccountId,
        "The account that the repository belongs to: twelve digits in quotes. Default: the domain's owner.",
      ),
    ),
  })
  .check(described("A repository that is made when it is missing."));

const externalConnection = z
  .strictObject({
    url: z.optional(
      textFor(
        parseBaseUrl,
        "The registry behind the connection, for example a mirror. Default: the public registry itself.",
      ),
    ),
    token: z.optional(textFor(parseSecretReference, "The variable that holds the registry's token, as env:NAME.")),
    proxy: z.optional(
      textFor(parseBaseUrl, "The proxy that leads to the registry. Default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY."),
    ),
    ca: z.optional(
      z
        .string()
        .check(z.minLength(1), described("A PEM file with certificate authorities to trust beside the usual ones.")),
    ),
    freshness: z.optional(
      textFor(
        parseDuration,
        "How long the registry's word about a package holds before it is asked again, for example 30s, 5m, 1h. Default: 5m.",
      ),
    ),
    timeout: z.optional(
      z
        .int()
        .check(
          z.minimum(1),
          z.maximum(3600),
          described("How many seconds the registry may be silent before it is given up: 1 to 3600. Default: 30."),
        ),
    ),
  })
  .check(described("How the registry behind an external connection is reached."));

/** `headwater.yml`. Every key is optional; no other key is allowed. */
export const configurationSchema = z
  .strictObject({
    domain: z.optional(
      textFor(parseDomainName, "The domain's name: 2 to 50 lower-case letters, digits and '-'. Default: local."),
    ),
    owner: z.optional(
      textFor(parseAccountId, 'The account that owns the domain: twelve digits in quotes. Default: "000000000000".'),
    ),
    store: z.optional(
      z
        .strictObject({
          references: z.optional(
            textFor(parseReferencesLocation, "sqlite:PATH. Default: sqlite:.headwater/references.sqlite."),
          ),
          assets: z.optional(textFor(parseAssetsLocation, "file:PATH. Default: file:.headwater/assets.")),
        })
        .check(described("Where the domain is stored. Relative paths are relative to this file.")),
    ),
    encryption: z.optional(
      z
        .strictObject({
          key: z.optional(
            textFor(
              parseKeyReference,
              "file:PATH or env:NAME; outside the store. Default: file:~/.config/headwater/keys/DOMAIN.",
            ),
          ),
        })
        .check(described("The key that everything in the store is encrypted under.")),
    ),
    externalConnections: z.optional(
      z
        .record(textFor(parseExternalConnectionName, "The name of an external connection."), externalConnection)
        .check(described("Public registries that are reached in a way of their own, by the name of the connection.")),
    ),
    repositories: z.optional(
      z
        .record(textFor(parseRepositoryName, "The name of a repository."), repository)
        .check(described("The repositories that the domain has, by name. Others are left alone.")),
    ),
    repository: z.optional(textFor(parseRepositoryName, "The repository that this project talks to.")),
    server: z.optional(
      z
        .strictObject({
          url: z.optional(
            textFor(parseBaseUrl, "Where clients reach headwater serve. Default: http://127.0.0.1:4873/."),
          ),
          token: z.optional(
            textFor(parseSecretReference, "The variable that holds the token every request must carry, as env:NAME."),
          ),
        })
        .check(described("headwater serve.")),
    ),
    retain: z.optional(
      z
        .enum(["installed", "lockfile", "requested"])
        .check(
          described(
            "What an install retains: every version that was installed (default), every entry of the lockfile, or only what was asked for.",
          ),
        ),
    ),
    offline: z.optional(z.boolean().check(described("Never ask a public registry. Default: false."))),
    direct: z.optional(
      z
        .array(z.string().check(z.regex(/^@[^\s/@]+$/), described("A scope, for example @acme.")))
        .check(described("Scopes that clients fetch past the domain. Default: none.")),
    ),
  })
  .check(described("Headwater's configuration."));

/** The content of a configuration file that the schema accepts. */
export type ConfigurationFile = z.infer<typeof configurationSchema>;

/** The parts of JSON Schema that this schema is made of. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly items?: JsonSchema;
}

/** The schema for editors (JSON Schema draft 7, which most of them know). */
export const configurationJsonSchema = (): JsonSchema =>
  z.toJSONSchema(configurationSchema, { target: "draft-7", io: "input" }) as JsonSchema;
