import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { defaultNpmRegistry } from "../../src/npm/default-npm-registry.ts";

const source = fileURLToPath(new URL("../../src/npm/default-npm-registry.ts", import.meta.url));

test("npm's default registry is read from npm's own definitions, with a trailing slash", async () => {
  const url = await defaultNpmRegistry();
  expect(url).toMatch(/^https:\/\/registry\.[a-z.]+\/$/);
});

test("it is read likewise from one bundled file", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const outfile = join(folder, "bundle.cjs");
  await build({
    stdin: {
      contents: `import { defaultNpmRegistry } from ${JSON.stringify(source)}; defaultNpmRegistry().then(console.log);`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
  expect(execFileSync(process.execPath, [outfile], { cwd: folder, encoding: "utf8" }).trim()).toBe(
    await defaultNpmRegistry(),
  );
});
