/** What the form asks of the engine. */

export interface JoinRequest {
  readonly itemId: string
  /** Empty where a cookie says who somebody is. */
  readonly token: string
  readonly name?: string
}
