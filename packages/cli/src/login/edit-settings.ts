import { HeadwaterError } from "@headwater/resolver";
import { type Login, type SettingsFormat, serverOf } from "./login.ts";
import { type MarkedText, markText, readMarkedText, withoutLines } from "./marked-lines.ts";

/** Windows editors begin a file with it; it is no part of the first line. */
const BYTE_ORDER_MARK = "\uFEFF";

/** A client's settings file: its path for messages, and its text, `undefined` when there is none. */
export interface SettingsText {
  readonly path: string;
  readonly text: string | undefined;
  readonly format: SettingsFormat;
}

export interface SettingsChange {
  /** `undefined`: no file at all. Equal to what was: nothing changes. */
  readonly text: string | undefined;
  /** The lines that are login's, before and after. */
  readonly before: MarkedText;
  readonly after: MarkedText;
}

/**
 * The file that sends a login's packages to its endpoint. Another login for the same namespace makes room; others stay.
 * @throws CONFIGURATION_INVALID when the file cannot be read as what it is, or not be changed line by line
 */
export function withLogin(file: SettingsText, login: Login): SettingsChange {
  const before = take(file);
  const logins = read(file, before);
  const isOwn = ({ namespace }: Login): boolean => namespace === login.namespace;
  const own = logins.find(isOwn);
  const next = { ...login, alwaysAuth: login.alwaysAuth === true || own?.alwaysAuth === true };
  // A server has one token, whatever asks it.
  const current = logins.map((other) =>
    serverOf(other.endpoint) === serverOf(login.endpoint) ? { ...other, token: login.token } : other,
  );
  return put(file, before, own === undefined ? [...current, next] : current.map((each) => (isOwn(each) ? next : each)));
}

/**
 * The file without what login wrote for a namespace, replaced lines back in their place. Lines for `endpoint` go too where the
 * marks are gone. The login that was there is `undefined` when there was none.
 */
export function withoutLogin(
  file: SettingsText,
  wanted: Pick<Login, "namespace" | "endpoint">,
): SettingsChange & { readonly endpoint: string | undefined } {
  const before = take(file);
  const logins = read(file, before);
  const found = logins.find(({ namespace }) => namespace === wanted.namespace);
  if (found !== undefined)
    return {
      ...put(
        file,
        before,
        logins.filter((login) => login !== found),
      ),
      endpoint: found.endpoint,
    };
  const lines = guarded(file, () => file.format.unmarked(before.body, wanted));
  const rest = { ...before, body: withoutLines(before.body, lines) };
  return { ...put(file, before, logins, rest), endpoint: lines.length === 0 ? undefined : wanted.endpoint };
}

const read = ({ format }: SettingsText, { written }: MarkedText): readonly Login[] =>
  format.read(written.map((line) => line.trim()));

function take(file: SettingsText): MarkedText {
  const taken = readMarkedText(file.path, (file.text ?? "").replace(BYTE_ORDER_MARK, ""));
  return file.text === undefined ? { ...taken, isOwnFile: true } : taken;
}

function put(
  file: SettingsText,
  before: MarkedText,
  logins: readonly Login[],
  { body, isOwnFile }: MarkedText = before,
): SettingsChange {
  const mark = file.text?.startsWith(BYTE_ORDER_MARK) === true ? BYTE_ORDER_MARK : "";
  if (logins.length === 0) {
    const text = isOwnFile && body === "" ? undefined : mark + body;
    return { text, before, after: { body, written: [], replaced: [], isOwnFile } };
  }
  const text = guarded(file, () => markText(body, file.format.place(body, logins), isOwnFile));
  const after = readMarkedText(file.path, text);
  const isSaid = ({ namespace, endpoint }: Login): boolean => file.format.endpointIn(text, namespace) === endpoint;
  if (after.body === body && guarded(file, () => logins.every(isSaid))) return { text: mark + text, before, after };
  throw new HeadwaterError(
    "CONFIGURATION_INVALID",
    `${file.path} cannot be changed line by line; nothing was written.`,
    {
      hint: "Write the registry's settings in it in the usual form, one in a line.",
      details: { file: file.path },
    },
  );
}

/** Gives failures of a parser, and of a format that found no way, the file's name. */
function guarded<T>({ path }: SettingsText, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof HeadwaterError) {
      throw new HeadwaterError(cause.code, `${path} was not written: ${cause.message}`, {
        ...(cause.hint === undefined ? {} : { hint: cause.hint }),
        cause,
        details: { file: path },
      });
    }
    throw new HeadwaterError("CONFIGURATION_INVALID", `${path} cannot be read, and was not written.`, {
      hint: "Correct the file; its own client cannot read it either.",
      cause,
      details: { file: path },
    });
  }
}
