import { expect, test } from "vitest";
import { createUnderWay } from "../../src/use-cases/under-way.ts";

test("work that has begun is found at once, until it ends; whoever waits for it goes on then", async () => {
  const underWay = createUnderWay();
  expect(underWay.find("a")).toBeUndefined();
  const end = underWay.begin("a");
  const waiting = underWay.find("a");
  expect(waiting).toBeInstanceOf(Promise);
  expect(underWay.find("b")).toBeUndefined();
  end();
  await waiting;
  expect(underWay.find("a")).toBeUndefined();
});

test("work that ends twice does not end what has begun after it", () => {
  const underWay = createUnderWay();
  const end = underWay.begin("a");
  end();
  underWay.begin("a");
  end();
  expect(underWay.find("a")).toBeDefined();
});
