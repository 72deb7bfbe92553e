/** A browser's caches, and the server that fills them. */

type Answer = () => Promise<Response>

/** Paths and what is answered there; a path without an answer is a network that fails. */
export class FakeSite {
  readonly #answers = new Map<string, Answer>()
  readonly asked: string[] = []

  serve(path: string, body: string, status = 200): this {
    this.#answers.set(path, async () => new Response(body, { status }))
    return this
  }

  hang(path: string): void {
    this.#answers.set(path, () => new Promise(() => {}))
  }

  goAway(): void {
    this.#answers.clear()
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    this.asked.push(pathname)
    const answer = this.#answers.get(pathname)
    if (answer === undefined) throw new TypeError('Failed to fetch')
    return answer()
  }
}

class FakeCache implements Cache {
  readonly #responses = new Map<string, Response>()
  readonly #fetch: (request: Request) => Promise<Response>

  constructor(fetch: (request: Request) => Promise<Response>) {
    this.#fetch = fetch
  }

  async match(request: RequestInfo | URL): Promise<Response | undefined> {
    return this.#responses.get(urlOf(request))?.clone()
  }

  async put(request: RequestInfo | URL, response: Response): Promise<void> {
    this.#responses.set(urlOf(request), response)
  }

  async add(request: RequestInfo | URL): Promise<void> {
    await this.addAll([urlOf(request)])
  }

  /** All or nothing, as in a browser. */
  async addAll(requests: Iterable<RequestInfo>): Promise<void> {
    const urls = [...requests].map(urlOf)
    const responses = await Promise.all(urls.map((url) => this.#fetch(new Request(url))))
    if (responses.some(({ ok }) => !ok)) throw new TypeError('Request failed')
    responses.forEach((response, index) => this.#responses.set(urls[index] ?? '', response))
  }

  async matchAll(): Promise<readonly Response[]> {
    return [...this.#responses.values()]
  }

  async keys(): Promise<readonly Request[]> {
    return [...this.#responses.keys()].map((url) => new Request(url))
  }

  async delete(request: RequestInfo | URL): Promise<boolean> {
    return this.#responses.delete(urlOf(request))
  }
}

export class FakeCaches implements CacheStorage {
  readonly #caches = new Map<string, FakeCache>()
  readonly #fetch: (request: Request) => Promise<Response>

  constructor(fetch: (request: Request) => Promise<Response>) {
    this.#fetch = fetch
  }

  async open(name: string): Promise<Cache> {
    const cache = this.#caches.get(name) ?? new FakeCache(this.#fetch)
    this.#caches.set(name, cache)
    return cache
  }

  async match(request: RequestInfo | URL): Promise<Response | undefined> {
    for (const cache of this.#caches.values()) {
      const found = await cache.match(request)
      if (found !== undefined) return found
    }
    return undefined
  }

  async keys(): Promise<string[]> {
    return [...this.#caches.keys()]
  }

  async has(name: string): Promise<boolean> {
    return this.#caches.has(name)
  }

  async delete(name: string): Promise<boolean> {
    return this.#caches.delete(name)
  }
}

function urlOf(request: RequestInfo | URL): string {
  return request instanceof Request ? request.url : request.toString()
}
