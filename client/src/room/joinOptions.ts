export interface JoinOptions {
  readonly itemId: string
  /** Empty where a cookie is the credential. */
  readonly token: string
  readonly name?: string | null | undefined
}
