import type { Finding, VerifyReport } from "@headwater/resolver";
import { expect, test } from "vitest";
import { printVerify, verifyForOutput } from "../../src/print/verify-report.ts";

const coordinate = { format: "npm", namespace: "acme", name: "ui", version: "1.0.0" } as const;
const lost: Finding = {
  damage: "BYTES_MISSING",
  outcome: "found",
  subject: "0123456789abcdef",
  message: "The bytes of the asset 0123456789ab are missing.",
  referrers: ["team", "npm-store"].map((repository) => ({ repository, coordinate })),
};
const report = (findings: readonly Finding[], more: Partial<VerifyReport> = {}): VerifyReport => ({
  quick: false,
  checked: { repositories: 1, packages: 1, references: 2, revisions: 1, assets: 1, documents: 1, bytes: 1000 },
  findings,
  strays: { count: 0, bytes: 0 },
  idleTags: [],
  ...more,
});

test("a whole store is told so, with what was looked at", () => {
  expect(printVerify(report([]))).toBe(
    "Followed 2 references in 1 repository to 1 revision, and read 1.0 kB of 1 asset.\nNothing is damaged.\n",
  );
  expect(printVerify(report([], { quick: true }))).toContain("and looked for 1 asset.");
});

test("damage has a row for each reference to it, and says how to repair it", () => {
  const text = printVerify(report([lost]));
  expect(text).toMatch(/^DAMAGE +WHAT +REPOSITORY +PACKAGE +OUTCOME$/m);
  expect(text).toMatch(/^BYTES_MISSING +0123456789ab +team +@acme\/ui@1\.0\.0 +found$/m);
  expect(text).toMatch(/^BYTES_MISSING +0123456789ab +npm-store +@acme\/ui@1\.0\.0 +found$/m);
  expect(text).toContain("Fetch what is lost anew with: headwater verify --repair\n");
});

test.each([
  ["restored", "Everything that was damaged is whole again."],
  ["forgotten", "Everything that was damaged is whole again."],
  ["left", "Not everything is whole."],
  ["dropped", "What could not be had any more was dropped."],
] as const)("what was %s is summed up as: %s", (outcome, words) => {
  const text = printVerify(report([{ ...lost, outcome, reason: "It is so." }]));
  expect(text).toContain(words);
  expect(text).toContain("The bytes of the asset 0123456789ab are missing. It is so.");
});

test("what is damaged and nobody's has a row too, a lost document that of its package", () => {
  const { namespace, name } = coordinate;
  const document: Finding = {
    ...lost,
    damage: "DOCUMENT_LOST",
    subject: "public:npmjs https://npm.example.com/",
    referrers: [],
    package: { format: "npm", namespace, name },
  };
  const text = printVerify(report([{ ...lost, referrers: [] }, document]));
  expect(text).toMatch(/^BYTES_MISSING +0123456789ab +- +- +found$/m);
  expect(text).toMatch(/^DOCUMENT_LOST +public:npmjs +- +@acme\/ui +found$/m);
});

test("strays and tags of versions that are not held are told, and are no damage", () => {
  const tag = { repository: "team", package: { format: "npm", name: "ui" }, tag: "old", version: "0.1.0" } as const;
  const text = printVerify(report([], { strays: { count: 2, bytes: 10 }, idleTags: [tag] }));
  expect(text).toContain("2 stray files (10 B): headwater gc removes them.");
  expect(text).toContain("1 dist-tag names a version that the repository does not hold");
  expect(text).toContain("Nothing is damaged.");
});

test("as JSON it says whether the store is sound, and names packages in CodeArtifact's words", () => {
  expect(verifyForOutput(report([lost]))).toMatchObject({
    sound: false,
    findings: [
      {
        damage: "BYTES_MISSING",
        referrers: [{ repository: "team", format: "npm", namespace: "acme", package: "ui", version: "1.0.0" }, {}],
      },
    ],
  });
  expect(verifyForOutput(report([{ ...lost, outcome: "restored" }]))).toMatchObject({ sound: true });
});
