export interface JoinOptions {
  readonly itemId: string
  /** Empty where a cookie is the credential. */
  readonly token: string
  readonly name?: string | null | undefined
  /** CL2: gets a new credential when this one has expired; without it the person is asked. */
  readonly freshToken?: (() => Promise<string | null>) | undefined
}
