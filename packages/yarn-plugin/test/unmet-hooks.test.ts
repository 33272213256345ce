import { MessageName, type ReportError, type WrapNetworkRequestInfo } from "@yarnpkg/core";
import { expect, test, vi } from "vitest";
import { createUnmetHooks } from "../src/unmet-hooks.ts";
import { DEFAULT_REGISTRY, makeYarnProject, reported } from "./yarn-project.ts";

const hooks = createUnmetHooks("Headwater needs another Node.");
const executor = async (): Promise<never> => {
  throw new Error("the network was asked");
};
const wrap = async (target: string) =>
  hooks.wrapNetworkRequest?.(executor, {
    target,
    ...(await makeYarnProject()),
    headers: {},
  } as unknown as WrapNetworkRequestInfo);

test("an install ends with the reason, in one line", async () => {
  const made = await makeYarnProject();
  const project = await made.project();
  const { exitCode, lines } = await reported(made.configuration, (report) => hooks.validateProject?.(project, report));
  expect({ exitCode, lines }).toEqual({
    exitCode: 1,
    lines: ["YN0000: RUNTIME_UNSUPPORTED: Headwater needs another Node."],
  });
});

test("a request to the project's registry ends with it, any other one passes", async () => {
  const answer = await wrap(`${DEFAULT_REGISTRY}/lib`);
  await expect(answer?.()).rejects.toMatchObject({
    reportCode: MessageName.UNNAMED,
    message: "RUNTIME_UNSUPPORTED: Headwater needs another Node.",
  } satisfies Partial<ReportError>);
  expect(await wrap("https://other.example.com/lib")).toBe(executor);
});

test("HEADWATER_ENABLED=0 leaves Yarn as it is", async () => {
  const made = await makeYarnProject();
  const project = await made.project();
  vi.stubEnv("HEADWATER_ENABLED", "0");
  const { exitCode, lines } = await reported(made.configuration, (report) => hooks.validateProject?.(project, report));
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
  expect(await wrap(`${DEFAULT_REGISTRY}/lib`)).toBe(executor);
});
