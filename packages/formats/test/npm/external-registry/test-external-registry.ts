import { onTestFinished } from "vitest";
import { createNpmExternalRegistry } from "../../../src/npm/external-registry/create-npm-external-registry.ts";
import type {
  NpmExternalRegistry,
  NpmExternalRegistryOptions,
} from "../../../src/npm/external-registry/npm-external-registry.ts";
import { DEFAULT_REGISTRY } from "../packument-builder.ts";

export interface TestExternalRegistry extends NpmExternalRegistry {
  /** Milliseconds that were waited between tries; nobody really waits. */
  readonly waits: readonly number[];
  /** The client's clock: waits and tests advance it. */
  readonly clock: { now(): number; advance(milliseconds: number): void };
}

/** The real client with waits that take no time. It is closed when the test is over. */
export function makeExternalRegistry(options: Partial<NpmExternalRegistryOptions> = {}): TestExternalRegistry {
  const waits: number[] = [];
  let time = Date.UTC(2026, 0);
  const clock = {
    now: () => time,
    advance(milliseconds: number): void {
      time += milliseconds;
    },
  };
  const registry = createNpmExternalRegistry({
    defaultRegistryUrl: DEFAULT_REGISTRY,
    clock,
    async sleep(milliseconds) {
      waits.push(milliseconds);
      clock.advance(milliseconds);
    },
    ...options,
  });
  onTestFinished(() => registry.close());
  return { ...registry, waits, clock };
}

/** A stream's bytes as text. */
export async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}
