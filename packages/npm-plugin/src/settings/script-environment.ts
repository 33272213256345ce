/**
 * Gives the scripts of this process the environment that npm would give them, without what holds a secret of ours: a script
 * could read it. Returns what puts everything back.
 * Proven in test/npm-plugin/commands.test.ts
 */
export function setScriptEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  secretVariables: readonly string[],
): () => void {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
  for (const name of secretVariables) delete process.env[name];
  return () => {
    for (const name of Object.keys(process.env)) if (before[name] === undefined) delete process.env[name];
    Object.assign(process.env, before);
  };
}
