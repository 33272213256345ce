import { expect, test } from "vitest";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import { heldVersions } from "../../src/use-cases/held-externally.ts";

test("F1: of what a registry announced, the versions whose every asset the domain holds, wherever it is held", async () => {
  const domain = await buildResolver({ repositories: { elsewhere: {} } });
  await domain.publish("elsewhere", "unrelated@1.0.0", { bytes: bytesOf("one") });
  await domain.publish("elsewhere", "unrelated@2.0.0", { bytes: bytesOf("two") });
  const [one, two, three] = ["one", "two", "three"].map((text) => integrityOfBytes(bytesOf(text)));
  const announced = new Map([
    ["1.0.0", [one]],
    ["2.0.0", [one, two]],
    ["3.0.0", [one, three]],
    ["4.0.0", [three]],
    ["5.0.0", [integrityOfBytes(bytesOf("one"), "sha1")]],
    ["6.0.0", [undefined]],
    ["7.0.0", []],
  ]);
  expect(await heldVersions(domain.references, announced)).toStrictEqual(new Set(["1.0.0", "2.0.0"]));
});
