import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createYarnProject, manifest } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Writes the names of the variables that a script sees. */
const probe = (file: string): string =>
  `node -e "require('fs').writeFileSync(process.env.PROBE + '/${file}', Object.keys(process.env).join(' '))"`;

/** Git reads a repository from plain files over http, if they say what refs there are. Gives the repository's URL. */
async function serveRepository(folder: string): Promise<string> {
  const bare = `${folder}.git`;
  execFileSync("git", ["clone", "--quiet", "--bare", folder, bare]);
  execFileSync("git", ["update-server-info"], { cwd: bare });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname.replace(/^\/built\.git\//, "");
    readFile(join(bare, path)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/built.git`;
}

test("neither a project's own install scripts nor those of a git dependency see the key", async () => {
  const project = await createYarnProject({ registry: "http://127.0.0.1:9/" });
  onTestFinished(() => project.close());
  const repository = join(project.root, "built");
  await mkdir(repository);
  const scripts = { prepack: probe("prepack") };
  await writeFile(join(repository, "package.json"), manifest({ name: "built", private: false, scripts }));
  await writeFile(join(repository, "yarn.lock"), "__metadata:\n  version: 8\n");
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: repository });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message=built");
  const url = `git+${await serveRepository(repository)}#main`;
  await project.yarnSucceeds(["config", "set", "approvedGitRepositories", "--json", '["**"]']);
  await project.write({
    "package.json": manifest({
      dependencies: { built: url },
      scripts: { postinstall: probe("postinstall") },
    }),
  });
  const secrets = { HEADWATER_KEY: randomBytes(32).toString("base64"), PROBE: project.root };
  await project.yarnSucceeds(["install"], { env: secrets });
  for (const script of ["prepack", "postinstall"]) {
    const seen = (await readFile(join(project.root, script), "utf8")).split(" ");
    expect(seen, script).toContain("PROBE");
    expect(seen, script).not.toContain("HEADWATER_KEY");
  }
});
