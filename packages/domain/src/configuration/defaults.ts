import { join } from "node:path";
import type { Configuration, DeclaredRepository } from "./configuration.ts";

export const DEFAULT_DOMAIN = "local";
export const DEFAULT_OWNER = "000000000000";
export const DEFAULT_REPOSITORY = "main";
export const DEFAULT_SERVER_URL = "http://127.0.0.1:4873/";

/** Without any declaration: one repository to work with, over one that is connected to the public npm registry (E2). */
export const DEFAULT_REPOSITORIES: readonly DeclaredRepository[] = [
  { name: "npm-store", upstreams: [], externalConnection: "public:npmjs" },
  { name: DEFAULT_REPOSITORY, upstreams: ["npm-store"] },
];

/** Where a domain's key is when nobody says. */
export const defaultKeyFile = (configFolder: string, domain: string): string => join(configFolder, "keys", domain);

/** The store of a project: beside its configuration file. */
export const projectStoreFolder = (folder: string): string => join(folder, ".headwater");

/** The store of those who configured nothing. */
export const userStoreFolder = (dataFolder: string): string => join(dataFolder, "domains", DEFAULT_DOMAIN);

export const storeIn = (folder: string): Pick<Configuration["store"], "references" | "assets"> => ({
  references: { type: "sqlite", path: join(folder, "references.sqlite") },
  assets: { type: "file", path: join(folder, "assets") },
});
