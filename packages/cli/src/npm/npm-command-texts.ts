import type { NpmCommandName } from "@headwater/npm-plugin";

/** What help says of one of npm's commands. */
export interface NpmCommandText {
  readonly aliases: readonly string[];
  readonly description: string;
  readonly details: string;
  readonly examples: readonly (readonly [what: string, command: string])[];
}

const COMMON =
  "It takes npm's own flags and settings. Of ours it knows `--repository NAME`, `--config FILE`, `--retain installed|lockfile|requested`, `--domain NAME` and `--domain-owner ACCOUNT`, wherever they stand.";

/** By npm's own name of the command; the aliases are npm's too. */
export const NPM_COMMAND_TEXTS: Readonly<Record<NpmCommandName, NpmCommandText>> = {
  install: {
    aliases: ["i", "add"],
    description:
      "Install a project, or add packages to it (add, i), with npm's engine and a repository as its registry.",
    details: `What npm install does, in this process: no registry is asked for what the domain holds, and no socket opened for it. What was installed is then retained in the repository. ${COMMON}`,
    examples: [
      ["Install a project", "$0 install"],
      ["Add a package", "$0 add express"],
      ["From another repository", "$0 install --repository shared"],
    ],
  },
  ci: {
    aliases: ["clean-install"],
    description: "Install exactly what package-lock.json says, into an empty node_modules.",
    details: `What npm ci does, in this process. ${COMMON}`,
    examples: [["Install in CI", "$0 ci"]],
  },
  update: {
    aliases: ["up", "upgrade"],
    description: "Bring packages up to the newest versions that package.json allows.",
    details: `What npm update does, in this process. ${COMMON}`,
    examples: [["Update one package", "$0 update express"]],
  },
  uninstall: {
    aliases: ["remove", "rm", "un"],
    description: "Remove packages from a project (remove, rm).",
    details: `What npm uninstall does, in this process. What the repository holds stays there. ${COMMON}`,
    examples: [["Remove a package", "$0 uninstall express"]],
  },
  dedupe: {
    aliases: ["ddp"],
    description: "Have as few copies of each package as the ranges allow.",
    details: `What npm dedupe does, in this process. ${COMMON}`,
    examples: [["See what would change", "$0 dedupe --dry-run"]],
  },
  prune: {
    aliases: [],
    description: "Remove packages that nothing depends on.",
    details: `What npm prune does, in this process. ${COMMON}`,
    examples: [["Leave what production needs", "$0 prune --omit=dev"]],
  },
  audit: {
    aliases: [],
    description: "Ask the public registry for known vulnerabilities of what is installed.",
    details: `What npm audit does, in this process; the question is passed on to the public registry. ${COMMON}`,
    examples: [
      ["Report", "$0 audit"],
      ["Install versions without them", "$0 audit fix"],
    ],
  },
  outdated: {
    aliases: [],
    description: "Tell which installed packages have newer versions in the repository.",
    details: `What npm outdated does, in this process. ${COMMON}`,
    examples: [["Of the project", "$0 outdated"]],
  },
  ls: {
    aliases: ["list", "la", "ll"],
    description: "Show the tree that lies installed.",
    details: `What npm ls does, in this process. ${COMMON}`,
    examples: [["Who needs a package", "$0 ls express"]],
  },
};
