import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { clientEnvironment } from "../kit/run-client.ts";
import { type CommandResult, runCommand } from "../kit/run-command.ts";
import { clientBinFolder } from "../kit/test-client.ts";
import { type CodeBlock, codeBlocks } from "./page.ts";

const cli = join(workspaceRoot, "packages", "cli", "bin", "headwater.js");

/** An empty folder in which the commands of a page are typed: a new home, all clients, `npx headwater` and `~/headwater` are this checkout. */
export interface DocsProject {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function createDocsProject(variables: Readonly<Record<string, string>>): Promise<DocsProject> {
  const root = await mkdtemp(join(tmpdir(), "headwater-docs-"));
  const [folder, home, bin] = ["project", "home", "bin"].map((name) => join(root, name)) as [string, string, string];
  for (const path of [folder, home, bin]) await mkdir(path);
  await symlink(workspaceRoot, join(home, "headwater"));
  await writeFile(join(folder, "package.json"), '{ "name": "project", "version": "1.0.0" }\n');
  const headwater = `exec '${process.execPath}' '${cli}' "$@"`;
  await writeFile(join(bin, "headwater"), `#!/bin/sh\n${headwater}\n`, { mode: 0o755 });
  const npx = `if [ "$1" = headwater ]; then shift; ${headwater}; fi\nexec '${clientBinFolder("npm-12")}/npx' "$@"`;
  await writeFile(join(bin, "npx"), `#!/bin/sh\n${npx}\n`, { mode: 0o755 });

  const base = clientEnvironment({ client: "npm-12", home });
  const clients = (["npm-12", "pnpm-10", "bun", "yarn-4"] as const).map(clientBinFolder);
  const path = [bin, ...clients, dirname(process.execPath), base["PATH"] ?? ""].join(delimiter);
  return {
    folder,
    env: { ...base, PATH: path, ...variables },
    close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The test or CI step that runs a block which this runner does not. */
export const provenBy = ({ remark }: CodeBlock): string | undefined => /^proven by (\S+)$/.exec(remark)?.[1];

/** Installs from the public registry itself, hundreds of packages: nothing that a test may do. */
export const needsNetwork = ({ remark }: CodeBlock): boolean => remark === "needs the network";

const isCommand = (block: CodeBlock): boolean =>
  block.language === "sh" && provenBy(block) === undefined && !needsNetwork(block);

export const runnableBlocks = (markdown: string): readonly CodeBlock[] => codeBlocks(markdown).filter(isCommand);

/**
 * The page as one shell session: blocks marked `sh` in their order, files that it shows (`<!-- file: NAME -->`) at their
 * place. A block marked `<!-- fails -->` must fail; any other failure ends the session.
 */
export function pageScript(markdown: string): string {
  const steps = codeBlocks(markdown).flatMap((block): readonly string[] => {
    const name = /^file: (\S+)$/.exec(block.remark)?.[1];
    if (name !== undefined) return [`cat > '${name}' <<'END_OF_FILE'\n${block.text}\nEND_OF_FILE`];
    if (!isCommand(block)) return [];
    const commands =
      block.remark === "fails"
        ? `if (\n${block.text}\n)\nthen echo "this should have failed" >&2; exit 1; fi`
        : block.text;
    return [`echo '== line ${block.line}' >&2\n${commands}`];
  });
  return `set -eu\n${steps.join("\n")}\n`;
}

/** Runs a page's session to its end. */
export const runPage = (markdown: string, { folder, env }: DocsProject): Promise<CommandResult> =>
  runCommand({ command: "/bin/sh", args: ["-c", pageScript(markdown)], cwd: folder, env, timeout: 240_000 });
