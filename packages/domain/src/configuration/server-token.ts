import { HeadwaterError } from "@headwater/resolver";
import type { Configuration } from "./configuration.ts";
import { readSecret } from "./environment.ts";
import type { Environment } from "./user-folders.ts";

/**
 * The token that `serve` asks for; `undefined` when none is configured. Proven in test/open-domain.test.ts
 * @throws CONFIGURATION_INVALID when its variable is not set
 */
export function serverToken(
  { server: { token } }: Pick<Configuration, "server">,
  env: Environment,
): string | undefined {
  if (token === undefined) return undefined;
  const secret = readSecret(token, env);
  if (secret !== undefined) return secret;
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `The variable ${token.name}, which holds the server's token, is not set.`,
    {
      hint: `Set ${token.name}, or let everybody on this machine in with headwater serve --allow-anyone.`,
    },
  );
}
