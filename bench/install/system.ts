/** What installs are measured through, whatever the client. */
import type { Duration } from "../measure/duration.ts";

export const installCases = ["with a lockfile", "without a lockfile"] as const;

export type InstallCase = (typeof installCases)[number];

export type System = {
  readonly name: string;
  /** Installs once, in a fresh copy of the project. Copying and checking are not in the time that it returns. */
  readonly install: (installCase: InstallCase) => Promise<Duration>;
  /** Called before each measured run, outside its time. */
  readonly keepWarm: (installCase: InstallCase) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const nothing = async (): Promise<void> => undefined;

/** Both ways of installing, so that everything which either asks for is stored. */
export const fill = async (install: System["install"]): Promise<void> => {
  await install("without a lockfile");
  await install("with a lockfile");
};

/** Starts systems one after another; all of them end with `running`. */
export const startSystems = async <Name extends string>(
  names: readonly Name[],
  start: (name: Name) => Promise<System>,
  { running, progress }: { readonly running: AsyncDisposableStack; readonly progress: (line: string) => void },
): Promise<readonly System[]> => {
  const systems: System[] = [];
  for (const name of names) {
    progress(`filling ${name}`);
    const system = await start(name);
    running.defer(system.close);
    systems.push(system);
  }
  return systems;
};

/** The chosen names in the order of `known`. @throws for a name that there is not */
export const chosenNames = <T extends string>(known: readonly T[], chosen: readonly string[] | undefined): T[] => {
  const unknown = chosen?.find((name) => !known.some((each) => each === name));
  if (unknown !== undefined) throw new Error(`There is no system ${unknown}; there are ${known.join(", ")}.`);
  return known.filter((name) => chosen === undefined || chosen.includes(name));
};
