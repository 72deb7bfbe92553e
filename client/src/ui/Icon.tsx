/** The few pictures of the page, drawn in a field of 16 by 16. */
const PATHS = {
  react: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M5.5 9.5c1.2 1.8 3.8 1.8 5 0M6 6.2v.1M10 6.2v.1',
  reply: 'M6.5 4 3 7.5 6.5 11M3 7.5h6a4 4 0 0 1 4 4v1',
  edit: 'm10.5 3 2.5 2.5-7 7-3 .5.5-3zM9 4.5 11.5 7',
  remove: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5M6.75 7v3.5M9.25 7v3.5',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  search: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0M10.5 10.5 14 14',
} as const

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
