/** The package managers whose trees, lockfiles and settings are known. */
export const CLIENT_KINDS = ["npm", "pnpm", "bun", "yarn"] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];
