/** Texts as they are compared, by a search and by a mention, and the way back to the text. Pure. */

// Accents of letters that people also write without. Those of й, or of Indic and Japanese letters, make another letter.
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}][\u0300-\u036f]*)[\u0300-\u036f]|(?<=\u0435)\u0308/gu
const SAME_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ς: 'σ' }

/** Case, width and accents do not matter, in any language: `istanbul` is `İstanbul`, and `strasse` is `Straße`. */
export function comparable(text: string): string {
  const letters = text.normalize('NFKD').toLowerCase().replace(ACCENTS, '')
  return letters.replace(/[ßıς]/g, (letter) => SAME_LETTERS[letter] ?? letter).normalize('NFC')
}

/** From an offset of a text up to another. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** A text to compare, and the way from a place in it to that in the text: one character may become several, or fewer. */
export function mapped(text: string): { readonly compared: string; readonly placeOf: (place: Place) => Place } {
  const compared = comparable(text)
  const isSame = compared === text.toLowerCase() && compared.length === text.length
  return isSame ? { compared, placeOf: (place) => place } : mappedByCharacter(text)
}

function mappedByCharacter(text: string): ReturnType<typeof mapped> {
  let compared = ''
  const places: Place[] = []
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    const part = comparable(segment)
    compared += part
    for (const _ of part.split('')) places.push({ from: index, to: index + segment.length })
  }
  const placeOf = ({ from, to }: Place) => ({ from: places[from]?.from ?? 0, to: places[to - 1]?.to ?? text.length })
  return { compared, placeOf }
}
