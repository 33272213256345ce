/** Runs one command and answers its exit code. */
export const main = async (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> => {
  void env;
  process.stderr.write(`headwater ${argv.join(" ")}: no commands yet\n`);
  return 1;
};
