/** Lockfiles as clients write them by themselves, and what proxies make of them. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LockfileTool } from "@headwater/formats";
import { defaultRegistry } from "./default-registry.ts";
import { goldenLockfile, goldenLockfilePath, registryPlaceholder } from "./golden-lockfile.ts";
import { lockfileName, testClientFolder, testClients, type TestClient } from "./test-client.ts";

export const lockfileClients = [...testClients, "yarn-1"] as const;
export type LockfileClient = TestClient | "yarn-1";

/** The registry that Yarn 1 asks by default, read from its own program, with a slash at the end. */
export function yarnClassicRegistry(): string {
  const program = join(testClientFolder("yarn-1"), "node_modules", "yarn", "lib", "cli.js");
  const [, url] = /exports\.YARN_REGISTRY = '([^']+)'/.exec(readFileSync(program, "utf8")) ?? [];
  if (url === undefined) throw new Error("Yarn 1 names no default registry.");
  return `${url}/`;
}

/** What the client writes for `test/fixtures/projects/express` when nothing stands between it and its default registry. */
export async function neutralLockfile(
  client: LockfileClient,
): Promise<{ readonly file: string; readonly text: string }> {
  if (client !== "yarn-1") return goldenLockfile(client);
  const text = await readFile(goldenLockfilePath(client), "utf8");
  return { file: lockfileName(client), text: text.replaceAll(registryPlaceholder, yarnClassicRegistry()) };
}

export const lockfileToolOf = (client: LockfileClient): LockfileTool => {
  if (client === "yarn-1") return "yarn1";
  if (client === "yarn-4") return "yarn";
  if (client === "bun") return "bun";
  return client.startsWith("npm") ? "npm" : "pnpm";
};

/** Where a proxy has the tarball of a package version. */
export type ProxyStyle = (name: string, version: string) => string;

const fileOf = (name: string, version: string): string => `${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;
const below =
  (base: string): ProxyStyle =>
  (name, version) =>
    `${base}${name}/-/${fileOf(name, version)}`;

const codeArtifact = "acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com";

/** The secret that some of the styles hold. */
export const proxySecret = "eyJ2ZXIiOjEsImlzdSI6MTY5";

/** As products and set-ups write them, by a name for each. */
export const proxyStyles: Readonly<Record<string, { readonly host: string; readonly url: ProxyStyle }>> = {
  CodeArtifact: { host: codeArtifact, url: below(`https://${codeArtifact}/npm/team/`) },
  "CodeArtifact with credentials": {
    host: codeArtifact,
    url: below(`https://aws:${proxySecret}@${codeArtifact}/npm/team/`),
  },
  "CodeArtifact with a query": {
    host: codeArtifact,
    url: (name, version) =>
      `https://${codeArtifact}/npm/team/${name}/-/${fileOf(name, version)}?assetRevision=a%2Bb&token=${proxySecret}`,
  },
  Verdaccio: {
    host: "localhost:4873",
    url: (name, version) => `http://localhost:4873/${name.replace("/", "%2f")}/-/${fileOf(name, version)}`,
  },
  Artifactory: {
    host: "acme.jfrog.example",
    url: (name, version) =>
      `https://acme.jfrog.example/artifactory/api/npm/npm-virtual/${name}/-/${name}-${version}.tgz`,
  },
  Nexus: { host: "nexus.acme.example", url: below("https://nexus.acme.example/repository/npm-group/") },
  "a loopback port": { host: "127.0.0.1:53111", url: below("http://127.0.0.1:53111/") },
  "headwater serve": { host: "127.0.0.1:4873", url: below("http://127.0.0.1:4873/npm/team/") },
};

/** The lockfile as the client writes it when packages come from such a proxy. */
export function pollutedLockfile(client: LockfileClient, neutral: string, style: ProxyStyle): string {
  switch (lockfileToolOf(client)) {
    case "npm":
      return replaceTarballs(neutral, defaultRegistry(), style);
    case "yarn1":
      return replaceTarballs(neutral, yarnClassicRegistry(), style);
    case "pnpm":
      return neutral.replace(
        /^( {2}'?(@?[^@'\n]+)@([^:'\n]+)'?:\n {4}resolution: \{integrity: [^}]+)\}/gm,
        (_, entry: string, name: string, version: string) => `${entry}, tarball: ${style(name, version)}}`,
      );
    case "yarn":
      return neutral.replace(
        /^( {2}resolution: "(@?[^@"]+)@npm:([^"]+))"/gm,
        (_, entry: string, name: string, version: string) =>
          `${entry}::__archiveUrl=${encodeURIComponent(style(name, version))}"`,
      );
    case "bun":
      return neutral.replace(
        /\["(@?[^@"]+)@([^"]+)", ""/g,
        (_, name: string, version: string) => `["${name}@${version}", "${style(name, version)}"`,
      );
  }
}

const replaceTarballs = (text: string, registry: string, style: ProxyStyle): string =>
  text.replace(
    /(https:\/\/[^/"]+\/)((?:@[^/"]+\/)?[^/"]+)\/-\/[^"#]*?-(\d+\.[^"#]*)\.tgz/g,
    (whole, base: string, name: string, version: string) => (base === registry ? style(name, version) : whole),
  );
