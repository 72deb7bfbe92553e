/**
 * What the browser keeps of the page, so that it opens without a network.
 *
 * - A file with a hash in its name never changes: what is kept goes first.
 * - The page is asked for anew each time, so that a new release is seen at once; the kept one stands in where nothing
 *   answers.
 * - All else goes by untouched: the server's own addresses, probes, sockets.
 */

/** One build of the client. */
export interface Release {
  readonly version: string
  /** The paths of everything that the page may load; the page itself is `/`. */
  readonly files: readonly string[]
}

/** What a worker has, handed in. */
export interface Surroundings {
  readonly origin: string
  readonly caches: CacheStorage
  fetch(request: Request): Promise<Response>
  /** Resolves with null after a while. */
  wait(ms: number): Promise<null>
}

const CACHE = 'parley-shell-'
const PAGE = '/'
const ASSETS = '/assets/'

/** Longer than a slow line takes, shorter than a person waits before a white page. */
const PATIENCE_MS = 4_000

export class Shell {
  readonly #release: Release
  readonly #name: string
  readonly #around: Surroundings

  constructor(release: Release, around: Surroundings) {
    this.#release = release
    this.#name = CACHE + release.version
    this.#around = around
  }

  /**
   * Keeps every file of this release, or throws and keeps the last one.
   *
   * Of several nodes one may serve another release already; its page would lead to files that are not kept.
   */
  async install(): Promise<void> {
    const { caches, origin } = this.#around
    const page = await this.#around.fetch(new Request(origin + PAGE, { cache: 'reload' }))
    if (!page.ok || !this.#isOfThisRelease(await page.clone().text()))
      throw new Error('Expected the page of this release, got another.')
    const cache = await caches.open(this.#name)
    const others = this.#release.files.filter((path) => path !== PAGE)
    try {
      await Promise.all([cache.put(origin + PAGE, page), cache.addAll(others.map((path) => origin + path))])
    } catch (error) {
      // A part of a release would pass for the last one.
      await caches.delete(this.#name)
      throw error
    }
  }

  /** Drops old releases, but for the last one: a page of it may be open still, and load what it has not yet loaded. */
  async activate(): Promise<void> {
    const { caches } = this.#around
    const others = (await caches.keys()).filter((name) => name.startsWith(CACHE) && name !== this.#name)
    await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  }

  /** Answers a request; null leaves it to the browser. */
  answer(request: Request): Promise<Response> | null {
    const { origin, pathname } = new URL(request.url)
    if (request.method !== 'GET' || origin !== this.#around.origin) return null
    if (pathname.startsWith(ASSETS)) return this.#asset(request)
    if (request.mode === 'navigate') return isServers(pathname) ? null : this.#fresh(request, PAGE)
    return this.#release.files.includes(pathname) ? this.#fresh(request, pathname) : null
  }

  async #asset(request: Request): Promise<Response> {
    return (await this.#around.caches.match(request.url)) ?? this.#around.fetch(request)
  }

  async #fresh(request: Request, path: string): Promise<Response> {
    const asked = this.#around.fetch(request)
    const unanswered = asked.catch(() => null)
    const cache = await this.#around.caches.open(this.#name)
    const kept = await cache.match(this.#around.origin + path)
    if (kept === undefined) return asked
    const answer = await Promise.race([unanswered, this.#around.wait(PATIENCE_MS)])
    return answer !== null && answer.status < 500 ? answer : kept
  }

  #isOfThisRelease(page: string): boolean {
    const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
    return named.every((path) => path !== undefined && this.#release.files.includes(path))
  }
}

/** Addresses that the server answers itself, though a browser may open them as pages. */
function isServers(pathname: string): boolean {
  return /^\/(?:api|docs)(?:\/|$)/.test(pathname)
}
