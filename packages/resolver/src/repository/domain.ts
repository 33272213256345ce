/** The domain as stored. Its key never stands here: the store keeps the wrapped keys. */
export interface Domain {
  readonly name: string;
  /** Account id of the owner (D1). */
  readonly owner: string;
  readonly createdTime: number;
}
