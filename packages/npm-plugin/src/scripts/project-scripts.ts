import runScript from "@npmcli/run-script";
import type { NpmSettings } from "../settings/load-npm-settings.ts";

/** The project's own scripts around an install, as npm runs them. Proven in test/npm-plugin/commands.test.ts */
export const BEFORE_INSTALL = ["preinstall"];
export const AFTER_INSTALL = ["install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"];

/** @throws Error with `event` and `code` of the script that failed */
export async function runProjectScripts({ config, path }: NpmSettings, events: readonly string[]): Promise<void> {
  if (config.get("ignore-scripts") === true) return;
  const scriptShell = config.get("script-shell") ?? undefined;
  for (const event of events) await runScript({ path, args: [], scriptShell, stdio: "inherit", event });
}
