/** How a TLS connection is made, beside whom it trusts. */
export interface TlsSettings {
  /** False: any certificate will do, whoever has signed it. Default true. */
  readonly rejectUnauthorized?: boolean;
  /** PEM of who asks, shown to the registry, with its private key. */
  readonly certificate?: string;
  readonly key?: string;
}
