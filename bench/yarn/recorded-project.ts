import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BenchmarkOptions } from "../benchmark.ts";
import { installCases } from "../install/system.ts";
import { dependenciesDigest } from "../project/project-files.ts";
import { startRecordingRegistry } from "../registry/recording-registry.ts";
import { openRecording, type Recording } from "../registry/recording.ts";
import { prepareInstall } from "./install-run.ts";
import { registryVariables } from "./yarn.ts";

type RecordOptions = Pick<BenchmarkOptions, "project" | "registry" | "data" | "work" | "progress">;

/**
 * Everything that an install of the project asks a registry for, with its lockfile and without one. Recorded by two installs
 * through the registry when it is not there yet, or the project has changed; after that no network is needed.
 */
export const recordedYarnProject = async (options: RecordOptions): Promise<Recording> => {
  const { project, registry, data, work, progress } = options;
  const recording = openRecording(join(data, `yarn-${await dependenciesDigest(project)}`));
  if (recording.isComplete()) return recording;
  progress(`recording ${registry} into ${recording.folder}`);
  const recorder = await startRecordingRegistry(recording, registry);
  try {
    await mkdir(work, { recursive: true });
    const install = await prepareInstall({ name: "recording", project, work, lockfiles: new Map() });
    for (const installCase of installCases) await install.run(installCase, registryVariables(recorder.url));
  } finally {
    await recorder.close();
  }
  recording.complete();
  return recording;
};
