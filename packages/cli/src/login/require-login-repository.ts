import type { Configuration, LoadConfigurationOptions } from "@headwater/domain";
import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";

/** What may keep this user from looking into a store that a server of another one reads. */
const CLOSED = ["KEY_NOT_FOUND", "KEY_WRONG", "STORE_READ_ONLY", "STORE_UNAVAILABLE", "STORE_BUSY"];

/**
 * A login for a repository that there is not would leave a client that finds nothing. The server that answered says
 * whether it has it; without one the domain on this machine does, and where that is not made yet, what is declared.
 * Proven in test/commands/login.test.ts
 * @throws REPOSITORY_NOT_FOUND; what opening the domain throws, unless it is only closed to this user
 */
export async function requireLoginRepository(
  configuration: Configuration,
  options: LoadConfigurationOptions,
  status: number | undefined,
): Promise<void> {
  const { repository, repositories } = configuration;
  if (status === 200) return;
  const { nearestName, openDomain } = await import("@headwater/domain");
  const names = repositories.map(({ name }) => name);
  if (status === 404) throw unknown(configuration, "The server that answers", nearestName(repository, names));
  try {
    const domain = await openDomain({ ...options, repository, createIfMissing: false, alignRepositories: false });
    try {
      // Declared ones are made when the server opens the domain.
      if (!names.includes(repository)) await domain.requireRepository();
    } finally {
      await domain.close();
    }
  } catch (error) {
    if (!isHeadwaterError(error)) throw error;
    if (error.code === "DOMAIN_NOT_FOUND") {
      if (names.includes(repository)) return;
      throw unknown(configuration, `The domain ${configuration.domain}`, nearestName(repository, names));
    }
    if (error.code === "REPOSITORY_NOT_FOUND") throw withForce(error);
    if (!CLOSED.includes(error.code)) throw error;
  }
}

const FORCE = "To write it all the same, use --force.";

const unknown = ({ domain, repository }: Configuration, who: string, nearest: string | undefined): HeadwaterError =>
  new HeadwaterError("REPOSITORY_NOT_FOUND", `${who} has no repository ${JSON.stringify(repository)}.`, {
    hint: `${nearest === undefined || nearest === repository ? "See headwater list-repositories." : `Did you mean ${nearest}?`} ${FORCE}`,
    details: { domain, repository },
  });

const withForce = ({ code, message, hint, details }: HeadwaterError): HeadwaterError =>
  new HeadwaterError(code, message, { hint: `${hint ?? ""} ${FORCE}`.trim(), details });
