import type { Environment } from "../exec/environment.ts";
import { readNpmrcFiles, userNpmrcPath } from "../exec/settings-files.ts";
import type { LoginTool } from "./login-tools.ts";
import type { Login } from "./login.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** A line of a project's npmrc that sends the same packages elsewhere: npm, pnpm and Yarn 1 ask it before the user's own. */
export async function strongerSetting(
  { tool, namespace, endpoint }: Pick<Login, "namespace" | "endpoint"> & { readonly tool: LoginTool },
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
): Promise<{ readonly path: string; readonly line: string } | undefined> {
  if (tool === "yarn" || tool === "bun") return undefined;
  const key = namespace === undefined ? "registry" : `@${namespace}:registry`;
  const files = await readNpmrcFiles(cwd, env);
  const own = files.findIndex(({ path }) => path === userNpmrcPath(env));
  for (const { path, entries } of own === -1 ? [] : files.slice(0, own)) {
    const found = entries.findLast((entry) => entry.key === key);
    if (found === undefined) continue;
    return found.value.replace(/\/?$/, "/") === endpoint
      ? undefined
      : { path, line: withoutSecrets(`${key}=${found.value}`, undefined) };
  }
  return undefined;
}
