/** Paths that the documentation names exist, and its relative links lead somewhere. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import { projectFiles, workspaceRoot } from "./workspace/project-files.ts";

const isDocument = (file: string): boolean =>
  file.endsWith(".md") && !/(^|\/)(fixtures|clients|node_modules)\//.test(file) && file !== "CHANGELOG.md";

/** `[text](target)` and `[id]: target`, without anchors, titles and what leaves the checkout. */
const linkTargets = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(<?([^)\s>]+)|^\[[^\]]+\]:\s+(\S+)/gm)]
    .map(([, inline, reference]) => inline ?? reference ?? "")
    .filter((target) => !/^([a-z][a-z+.-]*:|#|\/\/)/i.test(target))
    .map((target) => decodeURIComponent(target.split("#")[0] ?? ""));

/** Code spans that are a path in this checkout: they start with a top-level folder or a package, and hold no placeholder. */
const namedPaths = (text: string, folders: ReadonlySet<string>): readonly string[] =>
  [...text.matchAll(/`([\w@.-]+(?:\/[\w@.-]+)*\/?)`/g)]
    .map(([, path]) => path ?? "")
    .filter((path) => path.includes("/") && folders.has(path.split("/")[0] ?? ""));

/** `resolver/retention` is short for `packages/resolver/src/retention`, and `src` may be written. */
const meanings = (path: string): readonly string[] => [
  path,
  `packages/${path}`,
  path.replace(/^([^/]+)\//, "packages/$1/src/"),
];

/** Without fenced code blocks, which show what a user's own project holds; their lines stay, so that numbers hold. */
const prose = (markdown: string): readonly string[] => {
  let fenced = false;
  return markdown.split("\n").map((line) => {
    const isFence = /^\s*(```|~~~)/.test(line);
    if (isFence) fenced = !fenced;
    return fenced || isFence ? "" : line;
  });
};

export const checkDocs = (root: string): readonly Finding[] => {
  const files = projectFiles(root);
  const folders = new Set(files.flatMap((file) => /^(?:packages\/)?([^/]+)(?=\/)/.exec(file)?.[1] ?? []));
  folders.add("packages");
  return files.filter(isDocument).flatMap((file) =>
    prose(readFileSync(join(root, file), "utf8")).flatMap((text, index): readonly Finding[] => {
      const line = index + 1;
      const lostLinks = linkTargets(text)
        .filter((target) => target !== "" && !existsSync(join(root, posix.join(posix.dirname(file), target))))
        .map((target) => ({ file, line, message: `links to ${target}, which does not exist` }));
      // `resolver/src/retention` is short for `packages/resolver/src/retention`.
      const lostPaths = namedPaths(text, folders)
        .filter((path) => !meanings(path).some((meaning) => existsSync(join(root, meaning))))
        .map((path) => ({ file, line, message: `names ${path}, which does not exist` }));
      return [...lostLinks, ...lostPaths];
    }),
  );
};

if (import.meta.main) reportFindings("docs", checkDocs(workspaceRoot));
