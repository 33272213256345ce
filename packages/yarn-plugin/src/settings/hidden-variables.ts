/**
 * Takes variables out of the environment of this process, and with it out of every child's: Yarn asks no hook about the scripts
 * of git dependencies. What it gives puts them back; calling that twice does no harm.
 */
export function hideVariables(names: readonly string[], env: NodeJS.ProcessEnv = process.env): () => void {
  const hidden = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  for (const [name] of hidden) Reflect.deleteProperty(env, name);
  return () => {
    for (const [name, value] of hidden) env[name] = value;
  };
}
