import { HeadwaterError } from "@headwater/resolver";

/** What is said when the system refuses what is done to a file. */
export interface FileAdvice {
  readonly hint: string;
  /** Said behind the message, as a sentence. */
  readonly addition?: string;
}

/** Does something to a file. @throws CONFIGURATION_INVALID when the system refuses it */
export async function onFile<T>(file: string, advice: FileAdvice, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (typeof code !== "string") throw error;
    const { hint, addition } = advice;
    const message = `${file} cannot be read or written: ${code}.${addition === undefined ? "" : ` ${addition}`}`;
    throw new HeadwaterError("CONFIGURATION_INVALID", message, { hint, cause: error, details: { file } });
  }
}
