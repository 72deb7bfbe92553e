import type { Socket, SocketEvents } from '../../src/connection/environment'
import type { ClientFrame, ServerFrame } from '../../src/protocol/frames.gen'
import { readClientFrame } from './schemas'

/** One WebSocket with the test, or a fake server, at its other end. */
export class FakeSocket implements Socket {
  readonly path: string
  readonly protocols: readonly string[]
  readonly sent: ClientFrame[] = []
  /** The code that the client closed with. */
  closedWith: number | null = null
  /** What a fake server is called with for each frame. */
  onFrame: (frame: ClientFrame) => void = () => {}
  onClose: () => void = () => {}
  readonly #events: SocketEvents
  #isOpen = false

  constructor(path: string, protocols: readonly string[], events: SocketEvents) {
    this.path = path
    this.protocols = protocols
    this.#events = events
  }

  send(text: string): void {
    if (!this.#isOpen) return
    const frame = readClientFrame(text)
    this.sent.push(frame)
    this.onFrame(frame)
  }

  close(code: number): void {
    if (code !== 1000 && (code < 3000 || code > 4999))
      throw new Error(`Expected a code that a page may use, got ${code}.`)
    this.closedWith ??= code
    this.#isOpen = false
    this.onClose()
  }

  /** The handshake is done. */
  open(): void {
    this.#isOpen = true
    this.#events.opened()
  }

  say(frame: ServerFrame): void {
    this.sayText(JSON.stringify(frame))
  }

  sayText(text: string): void {
    this.#events.received(text)
  }

  /** The other end closes, or the network is gone (1006). */
  end(code: number): void {
    this.#isOpen = false
    this.#events.closed(code)
  }

  /** The frames of one type that the client sent. */
  sentOf<T extends ClientFrame['type']>(type: T): readonly Extract<ClientFrame, { type: T }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { type: T }> => frame.type === type)
  }
}
