/**
 * No tracked file names the host of npm's public registry or Yarn's: the default comes from npm's own configuration,
 * fixtures hold a placeholder of the reserved name `example.com`, and lockfiles name no host at all.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import { projectFiles, workspaceRoot } from "./workspace/project-files.ts";

type NpmDefinitions = { readonly definitions: { readonly registry: { readonly default: string } } };

const npmRegistryHost = (): string => {
  const npm = createRequire(import.meta.url)("@npmcli/config/lib/definitions") as NpmDefinitions;
  return new URL(npm.definitions.registry.default).hostname;
};

/** npm's own host, its twin under `.com`, and Yarn's alias of it. Assembled here so that this file names none of them. */
const publicHosts = (): readonly string[] => {
  const npm = npmRegistryHost();
  const yarn = ["registry", "yarnpkg", "com"].join(".");
  return [npm, npm.replace(/\.org$/, ".com"), yarn];
};

const lockfile = /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/;
const resolvedHost = /(?:"resolved":\s*"|^\s*resolved\s+"|\btarball:\s*)https?:\/\/(?:[^/"'\s]*@)?([^/:"'\s,}]+)/;
const placeholder = /(^|\.)example\.(com|org|net)$|^(localhost|127\.0\.0\.1)$/;

export const checkHosts = (root: string): readonly Finding[] => {
  const hosts = publicHosts();
  return projectFiles(root).flatMap((file) => {
    const content = readFileSync(join(root, file), "latin1");
    const mayName = hosts.some((host) => content.toLowerCase().includes(host));
    if (!mayName && !lockfile.test(file)) return [];
    return content.split("\n").flatMap((text, index): Finding[] => {
      const line = index + 1;
      const named = hosts.find((host) => text.toLowerCase().includes(host));
      if (named !== undefined)
        return [
          {
            file,
            line,
            message: "names a public registry's host; read npm's default, or use https://npm.example.com/",
          },
        ];
      const resolved = lockfile.test(file) ? resolvedHost.exec(text)?.[1] : undefined;
      if (resolved === undefined || placeholder.test(resolved)) return [];
      return [
        {
          file,
          line,
          message: `a lockfile entry is resolved to the host ${resolved}; write it with omit-lockfile-registry-resolved`,
        },
      ];
    });
  });
};

if (import.meta.main) reportFindings("hosts", checkHosts(workspaceRoot));
