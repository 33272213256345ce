import { type ExternalConnection, HeadwaterError } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import type { NpmContext } from "./route.ts";

/** The first npm connection that a repository reaches, in search order; `undefined` when it reaches none. */
export async function reachableRegistry(
  { resolver }: NpmContext,
  { repository }: FormatRequest,
): Promise<ExternalConnection | undefined> {
  return (await resolver.reachableConnections(repository, "npm"))[0]?.connection;
}

/** The same where nothing can be answered without it. @throws EXTERNAL_CONNECTION_NOT_FOUND */
export async function requireReachableRegistry(
  npm: NpmContext,
  request: FormatRequest,
  subject: string,
): Promise<ExternalConnection> {
  const connection = await reachableRegistry(npm, request);
  if (connection !== undefined) return connection;
  throw new HeadwaterError(
    "EXTERNAL_CONNECTION_NOT_FOUND",
    `${request.repository} reaches no public npm registry that could be asked for ${subject}.`,
    {
      hint: "Give the repository an upstream that has the external connection public:npmjs.",
      details: { repository: request.repository },
    },
  );
}
