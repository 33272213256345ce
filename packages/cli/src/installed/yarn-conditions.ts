/** A machine as Yarn's conditions name it, each part with every value that is installed for; `undefined`: any. */
export interface Architecture {
  readonly os: readonly string[] | undefined;
  readonly cpu: readonly string[] | undefined;
  readonly libc: readonly string[] | undefined;
}

/** This machine. Only Linux has a C library that matters. */
export function thisArchitecture(): Record<"os" | "cpu" | "libc", string | undefined> {
  return { os: process.platform, cpu: process.arch, libc: process.platform === "linux" ? linuxLibc() : undefined };
}

/** What is installed for: Yarn's `supportedArchitectures`, in which `current` is this machine and the default. */
export function supportedArchitecture(
  configured: Readonly<Partial<Record<"os" | "cpu" | "libc", readonly string[]>>>,
  current = thisArchitecture(),
): Architecture {
  const part = (name: "os" | "cpu" | "libc"): readonly string[] | undefined => {
    const values = (configured[name] ?? ["current"]).flatMap((value) =>
      value === "current" ? (current[name] ?? []) : [value],
    );
    return name === "libc" && values.length === 0 ? undefined : values;
  };
  return { os: part("os"), cpu: part("cpu"), libc: part("libc") };
}

/**
 * Whether a package with conditions such as `(os=darwin | os=linux) & cpu=x64 & !libc=musl` is installed for an
 * architecture. What cannot be read counts as met: too much is retained rather than too little.
 */
export function meetsConditions(conditions: string, architecture: Architecture): boolean {
  const tokens = conditions.match(/[()&|^!]|[^\s()&|^!]+/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };
  const factor = (): boolean => {
    if (take("!")) return !factor();
    if (!take("(")) return isMet(tokens[at++] ?? "", architecture);
    const inner = sum();
    take(")");
    return inner;
  };
  const product = (): boolean => {
    let value = factor();
    while (take("&")) value = factor() && value;
    return value;
  };
  const sum = (): boolean => {
    let value = product();
    while (take("|")) value = product() || value;
    return value;
  };
  return sum();
}

function isMet(token: string, architecture: Architecture): boolean {
  const [, name, value = ""] = /^(os|cpu|libc)=(.+)$/.exec(token) ?? [];
  const supported = name === undefined ? undefined : architecture[name as keyof Architecture];
  return supported?.includes(value) ?? true;
}

function linuxLibc(): string {
  const { header } = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: unknown } };
  return header?.glibcVersionRuntime === undefined ? "musl" : "glibc";
}
