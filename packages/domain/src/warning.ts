/** Something a person should know that stops nothing. */
export interface Warning {
  readonly code: "REPOSITORIES_DIFFER" | "SECRET_MISSING" | "KEY_MADE_IN_CI";
  readonly message: string;
  readonly hint?: string;
}
