import { expect, test } from "vitest";
import { HeadwaterError } from "../../src/errors/headwater-error.ts";
import { REST_AFTER_FAILURE, createRegistryContact } from "../../src/external-connection/registry-contact.ts";

const outage = new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", "No answer.");

test("a registry that this process has not heard of is not confirmed, and not known to fail", () => {
  const contact = createRegistryContact();
  expect(contact.isConfirmed(0, 1000)).toBe(false);
  expect(contact.recentFailure(0)).toBeUndefined();
});

test("an answer confirms the registry for as long as metadata stays fresh", () => {
  const contact = createRegistryContact();
  contact.answered(100);
  expect(contact.isConfirmed(1099, 1000)).toBe(true);
  expect(contact.isConfirmed(1100, 1000)).toBe(false);
});

test("two failures in a row are repeated for half a minute, then the registry may be asked again", () => {
  const contact = createRegistryContact();
  contact.answered(0);
  contact.failed(99, outage);
  contact.failed(100, outage);
  expect(contact.isConfirmed(101, 1000)).toBe(false);
  expect(contact.recentFailure(100 + REST_AFTER_FAILURE - 1)).toBe(outage);
  expect(contact.recentFailure(100 + REST_AFTER_FAILURE)).toBeUndefined();
});

test("one failure may be one package's own: nothing is confirmed any more, but others are asked about", () => {
  const contact = createRegistryContact();
  contact.answered(0);
  contact.failed(1, outage);
  expect(contact.isConfirmed(2, 1000)).toBe(false);
  expect(contact.recentFailure(2)).toBeUndefined();
  contact.answered(3);
  contact.failed(4, outage);
  expect(contact.recentFailure(5)).toBeUndefined();
});

test("an answer ends the rest after a failure", () => {
  const contact = createRegistryContact();
  contact.failed(0, outage);
  contact.failed(0, outage);
  contact.answered(1);
  expect(contact.recentFailure(2)).toBeUndefined();
  expect(contact.isConfirmed(2, 1000)).toBe(true);
});

test("whoever waits for the question under way learns that it ended, also when it failed", async () => {
  const contact = createRegistryContact();
  const question = Promise.withResolvers<string>();
  const asked = contact.during(() => question.promise);
  let settled = false;
  const waiting = contact.settled()?.then(() => (settled = true));
  await Promise.resolve();
  expect(settled).toBe(false);
  question.reject(outage);
  await expect(asked).rejects.toBe(outage);
  await waiting;
  expect(settled).toBe(true);
  expect(contact.settled()).toBeUndefined();
});
