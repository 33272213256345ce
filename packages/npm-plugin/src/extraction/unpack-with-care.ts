import { type ReadEntry, UnpackSync } from "tar";
import type { ExtractionJob } from "./extraction-job.ts";
import { ignoreFileName } from "./ignore-file-name.ts";

/** Unpacks a tarball that is not compressed any more, with all the care of its library: for paths that may lead elsewhere. Answers its warnings. Proven in test/extraction/extract-tarball.test.ts */
export function unpackWithCare(
  tar: Buffer,
  { folder, fileMode, folderMode, umask }: Omit<ExtractionJob, "id" | "tarball">,
): readonly string[] {
  const warnings: string[] = [];
  const seenIgnores = new Set<string>();
  const unpack = new UnpackSync({
    cwd: folder,
    strip: 1,
    noMtime: true,
    preserveOwner: false,
    umask,
    dmode: folderMode & ~umask,
    onwarn: (code, message) => warnings.push(`${code} ${message}`),
    filter: (_path, entry) => {
      const read = entry as ReadEntry;
      if (!read.type.endsWith("File")) return false;
      read.mode = (((read.mode ?? 0) | fileMode) & ~umask) | 0o600;
      const path = ignoreFileName(read.path, seenIgnores);
      if (path === undefined) return false;
      read.path = path;
      return true;
    },
  });
  unpack.end(tar);
  return warnings;
}
