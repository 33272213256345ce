/** Something a person should know that stops nothing. */
export interface Warning {
  readonly code: "REPOSITORIES_DIFFER" | "SECRET_MISSING";
  readonly message: string;
  readonly hint?: string;
}
