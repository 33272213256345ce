import type { ExternalConnection } from "@headwater/resolver";
import { isOnOwnHost } from "../tarball-location.ts";

/** How a connection's registry knows us. */
export type ExternalCredentials =
  | { readonly type: "token"; readonly token: string }
  | { readonly type: "basic"; readonly username: string; readonly password: string };

/**
 * The `authorization` header for a URL: only for the connection's own host, and never over `http` when the connection is
 * `https`.
 */
export function authorizationFor(
  connection: ExternalConnection,
  url: string,
  credentials: ExternalCredentials | undefined,
): string | undefined {
  if (credentials === undefined || !isOnOwnHost(connection, url)) return undefined;
  if (connection.url.startsWith("https:") && !url.startsWith("https:")) return undefined;
  if (credentials.type === "token") return `Bearer ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
}
