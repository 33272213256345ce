import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { npmRegistryAlone } from "../../scripts/packaging/npm-registry-alone.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { defaultRegistry } from "../kit/default-registry.ts";

test("of npm's definitions a bundle holds the default registry, and nothing else", async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'module.exports = require("@npmcli/config/lib/definitions");', resolveDir: workspaceRoot },
    absWorkingDir: workspaceRoot,
    plugins: [npmRegistryAlone(workspaceRoot)],
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
  });
  const text = outputFiles[0]?.text ?? "";
  const made = { exports: {} };
  runInNewContext(text, { module: made });
  expect(JSON.parse(JSON.stringify(made.exports))).toEqual({
    definitions: { registry: { default: defaultRegistry() } },
  });
  expect(text.length).toBeLessThan(2000);
});
