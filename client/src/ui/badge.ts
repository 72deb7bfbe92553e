/** A mark on the icon: on the tab's own, and on the one in a dock or on a home screen. */

const SIZE = 64
const DOT = { x: 46, y: 18, radius: 16 }
/** The page's danger and surface in a form that every canvas knows. */
const COLOURS = { dot: '#c0362c', rim: '#ffffff' }

type AppBadge = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>

let plainIcon: string | null = null
let isWanted = false

export function showBadge(count: number): void {
  isWanted = true
  const app: AppBadge = navigator
  app.setAppBadge?.(count).catch(() => {})
  const link = iconLink()
  if (link === null) return
  plainIcon ??= link.href
  const image = new Image()
  image.onload = () => {
    const marked = draw(image)
    // It may have been looked at in the meantime.
    if (isWanted && marked !== null) link.href = marked
  }
  image.src = plainIcon
}

export function hideBadge(): void {
  isWanted = false
  const app: AppBadge = navigator
  app.clearAppBadge?.().catch(() => {})
  const link = iconLink()
  if (link !== null && plainIcon !== null) link.href = plainIcon
}

function iconLink(): HTMLLinkElement | null {
  return document.querySelector<HTMLLinkElement>('link[rel=icon]')
}

function draw(icon: HTMLImageElement): string | null {
  const canvas = document.createElement('canvas')
  canvas.width = SIZE
  canvas.height = SIZE
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.drawImage(icon, 0, 0, SIZE, SIZE)
  context.arc(DOT.x, DOT.y, DOT.radius, 0, 2 * Math.PI)
  context.fillStyle = COLOURS.dot
  context.fill()
  context.lineWidth = 4
  context.strokeStyle = COLOURS.rim
  context.stroke()
  return canvas.toDataURL('image/png')
}
