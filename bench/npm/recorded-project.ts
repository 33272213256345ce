import { join } from "node:path";
import type { BenchmarkOptions } from "../benchmark.ts";
import { installCases } from "../install/system.ts";
import { dependenciesDigest } from "../project/project-files.ts";
import { startRecordingRegistry } from "../registry/recording-registry.ts";
import { openRecording, type Recording } from "../registry/recording.ts";
import { npmProgram } from "./commands.ts";
import { prepareInstall } from "./install-run.ts";

type RecordOptions = Pick<BenchmarkOptions, "project" | "registry" | "data" | "work" | "progress">;

/** As `recordedYarnProject`, by npm. */
export const recordedNpmProject = async (options: RecordOptions): Promise<Recording> => {
  const { project, registry, data, work, progress } = options;
  const recording = openRecording(join(data, `npm-${await dependenciesDigest(project)}`));
  if (recording.isComplete()) return recording;
  progress(`recording ${registry} into ${recording.folder}`);
  const recorder = await startRecordingRegistry(recording, registry);
  try {
    const install = await prepareInstall({ name: "recording", project, work, trees: new Map() });
    for (const installCase of installCases)
      await install.run(installCase, { program: npmProgram(), registry: recorder.url });
  } finally {
    await recorder.close();
  }
  recording.complete();
  return recording;
};
