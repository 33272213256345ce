/** A file of 30 to 150 lines is the rule; over 300 wants a reason, over 400 fails. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import { projectFiles, workspaceRoot } from "./workspace/project-files.ts";
import { isSourceFile } from "./workspace/source-file.ts";

const wantsReason = 300;
const limit = 400;

export const checkFileLength = (root: string): readonly Finding[] =>
  projectFiles(root)
    .filter(isSourceFile)
    .flatMap((file): Finding[] => {
      const lines = readFileSync(join(root, file), "utf8").trimEnd().split("\n").length;
      if (lines > limit)
        return [{ file, message: `${lines} lines; split it by what each part knows (limit ${limit})` }];
      if (lines > wantsReason)
        return [{ file, severity: "warning", message: `${lines} lines; over ${wantsReason} wants a reason` }];
      return [];
    });

if (import.meta.main) reportFindings("file length", checkFileLength(workspaceRoot));
