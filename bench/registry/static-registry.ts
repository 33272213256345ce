import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Recording } from "./recording.ts";

/** What the worker says. */
export type WorkerAnswer =
  | { readonly type: "listening"; readonly url: string }
  | { readonly type: "requests"; readonly requests: number };

export type StaticRegistry = {
  /** With the slash. */
  readonly url: string;
  /** How many requests it was asked so far. */
  readonly requests: () => Promise<number>;
  readonly close: () => Promise<void>;
};

const worker = fileURLToPath(new URL("static-registry-worker.ts", import.meta.url));

export const startStaticRegistry = async (recording: Recording): Promise<StaticRegistry> => {
  const child = fork(worker, [recording.folder], { execArgv: [] });
  const { url } = await answerOf(child, "listening");
  return {
    url,
    requests: async () => {
      child.send("requests");
      return (await answerOf(child, "requests")).requests;
    },
    close: async () => {
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.disconnect();
      await gone;
    },
  };
};

const answerOf = async <T extends WorkerAnswer["type"]>(
  child: ChildProcess,
  type: T,
): Promise<Extract<WorkerAnswer, { type: T }>> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`the static registry exited ${code ?? "by a signal"}`));
    const onMessage = (message: unknown): void => {
      const answer = message as WorkerAnswer;
      if (answer.type !== type) return;
      child.off("message", onMessage).off("exit", onExit);
      resolve(answer as Extract<WorkerAnswer, { type: T }>);
    };
    child.on("message", onMessage).once("exit", onExit);
  });
