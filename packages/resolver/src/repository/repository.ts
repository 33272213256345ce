import type { TagPrecedenceRules } from "../dist-tag/tag-precedence.ts";

/** A repository as stored: a named place in the domain that holds references (R1–R4). Times are milliseconds since the epoch. */
export interface Repository {
  readonly name: string;
  /** The account that created it; fixed at creation (R3, R4). */
  readonly administratorAccount: string;
  readonly description?: string;
  /** Direct upstreams in priority order (U4). */
  readonly upstreams: readonly string[];
  /** The name of its one external connection (E1), e.g. `public:npmjs`. */
  readonly externalConnection?: string;
  /** Whose dist-tags win, where that is not the upstream (T2). Absent: none says so. */
  readonly tagPrecedence?: TagPrecedenceRules;
  readonly createdTime: number;
}
