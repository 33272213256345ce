/** One registry that a client's settings send to a repository: all packages, or those of a namespace. */
export interface Login {
  /** Without `@`; `undefined`: every package that no namespace's registry has. */
  readonly namespace: string | undefined;
  /** The repository's endpoint, with a trailing slash. */
  readonly endpoint: string;
  /** `undefined`: the server asks for none. */
  readonly token: string | undefined;
  /** Yarn 1 sends a token with a package that has no scope only when a line tells it to. */
  readonly alwaysAuth?: boolean;
}

/** What a body gets to say something of ours. Offsets are those of its lines' beginnings, or its end. */
export interface Placement {
  /** Lines that go before what stands at an offset. */
  readonly insertions: ReadonlyMap<number, readonly string[]>;
  /** Lines that must not count any longer. */
  readonly replaced: readonly LineRange[];
}

/** From the beginning of a line to the beginning of the line behind its last one. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A format of settings: where its lines go and what they mean. All formats have comments that begin with `#`. */
export interface SettingsFormat {
  /** The logins that lines of ours stand for. */
  read(written: readonly string[]): readonly Login[];
  /** How a body, valid in this format, says all of these. @throws CONFIGURATION_INVALID where that would mean to rewrite it */
  place(body: string, logins: readonly Login[]): Placement;
  /** The endpoint that a text names for a namespace, or for all packages. @throws when the text is not valid in this format */
  endpointIn(text: string, namespace: string | undefined): string | undefined;
  /** The lines that say this login although they are not marked as ours: another program wrote the file without its comments. */
  unmarked(body: string, login: Pick<Login, "namespace" | "endpoint">): readonly LineRange[];
}

/** The registry as npm names it in keys: without a protocol. */
export const withoutProtocol = (endpoint: string): string => endpoint.replace(/^https?:/, "");

/** The URL of the server that an endpoint is at. */
export const serverOf = (endpoint: string): string => endpoint.replace(/npm\/[^/]+\/(?:@[^/]+\/)?$/, "");
