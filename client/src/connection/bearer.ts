/**
 * The credential as a subprotocol (AU1): base64url of its UTF-8, since a
 * subprotocol with a space, `/`, `=` or anything beyond ASCII throws.
 */
export function bearerProtocol(token: string): string {
  const bytes = new TextEncoder().encode(token)
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return `bearer.${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}
