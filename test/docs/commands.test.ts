import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "@headwater/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { createDocsProject, needsNetwork, pageScript, provenBy, runPage, runnableBlocks } from "./docs-project.ts";
import { codeBlocks, pages, readPage } from "./page.ts";
import { type PublicRegistry, startPublicRegistry } from "./public-registry.ts";

const withCommands = pages().filter((file) => runnableBlocks(readPage(file)).length > 0);

describe("the commands in the documentation", () => {
  let registry: PublicRegistry;

  beforeAll(async () => {
    registry = await startPublicRegistry();
  });
  afterAll(() => registry.close());

  test.each(withCommands)(
    "%s can be followed from top to bottom in a new project",
    async (file) => {
      const project = await createDocsProject(registry.env);
      try {
        const { code, stdout, stderr } = await runPage(readPage(file), project);
        expect(code, `${stdout}\n${stderr}`).toBe(0);
      } finally {
        await project.close();
      }
    },
    300_000,
  );

  test("stand in the README and in every guide", () => {
    const expected = pages().filter((file) => file === "README.md" || file.startsWith("docs/guides/"));
    expect(withCommands).toEqual(expect.arrayContaining(expected));
  });

  test("that are run elsewhere name what runs them, and that exists", () => {
    const elsewhere = pages().flatMap((file) => codeBlocks(readPage(file)).flatMap((block) => provenBy(block) ?? []));
    expect(elsewhere.filter((path) => !existsSync(join(workspaceRoot, path)))).toEqual([]);
    expect(elsewhere.length).toBeGreaterThan(0);
  });

  test("that need the network are the README's round through the example alone", () => {
    const blocks = pages().flatMap((file) => codeBlocks(readPage(file)).filter(needsNetwork));
    expect(blocks.map(({ text }) => text)).toEqual([expect.stringMatching(/^npm ci && npm start\b/)]);
  });
});

describe("the page runner", () => {
  const page = (block: string): string => `# A page\n\n${block}\n`;

  test("runs blocks in order in one session, and writes the files that a page shows", async () => {
    const project = await createDocsProject({});
    const text = page(
      '<!-- file: a.txt -->\n\n```yaml\nanswer: 42\n```\n\n```sh\nexport A=$(cat a.txt)\n```\n\n```sh\necho "$A"\n```',
    );
    expect(await runPage(text, project)).toMatchObject({ code: 0, stdout: "answer: 42\n" });
    await project.close();
  });

  test.each([
    ["a command that fails", "```sh\nfalse\ntrue\n```"],
    ["a block that should fail and does not", "<!-- fails -->\n\n```sh\ntrue\n```"],
  ])("fails for %s", async (_what, block) => {
    const project = await createDocsProject({});
    expect((await runPage(page(block), project)).code).not.toBe(0);
    await project.close();
  });

  test("leaves out what is proven elsewhere and what is no command", () => {
    const script = pageScript(page("<!-- proven by test/a.test.ts -->\n\n```sh\nfalse\n```\n\n```\nfalse\n```"));
    expect(script).not.toContain("false");
  });
});

describe("the configurations in the documentation", () => {
  const blocks = pages().flatMap((file) =>
    codeBlocks(readPage(file))
      .filter(({ language }) => language === "yaml")
      .map(({ line, text }) => ({ place: `${file}:${line}`, text })),
  );

  test.each(blocks)("$place is valid", async ({ text }) => {
    const folder = await mkdtemp(join(tmpdir(), "headwater-docs-yaml-"));
    const configFile = join(folder, "headwater.yml");
    await writeFile(configFile, text);
    try {
      const configuration = await loadConfiguration({ configFile, env: { HOME: folder } });
      expect(configuration.file).toBe(configFile);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
