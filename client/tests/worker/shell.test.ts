import { describe, expect, it } from 'vitest'

import { Shell } from '../../worker/shell'
import { FakeCaches, FakeSite } from '../doubles/fakeCaches'

const ORIGIN = 'https://parley.example'

const pageOf = (version: string) => `<script type="module" src="/assets/index-${version}.js"></script>`

/** Every answer that comes at all comes before it. */
const wait = () => new Promise<null>((resolve) => setImmediate(() => resolve(null)))

/** A site that serves one release, and a browser that may keep it. */
function browser() {
  const site = new FakeSite()
  const caches = new FakeCaches(site.fetch)
  const around = { origin: ORIGIN, caches, fetch: site.fetch, wait }
  const release = (version: string) => {
    site
      .serve('/', pageOf(version))
      .serve(`/assets/index-${version}.js`, `code of ${version}`)
      .serve('/favicon.svg', '')
    return new Shell({ version, files: ['/', `/assets/index-${version}.js`, '/favicon.svg'] }, around)
  }
  const deploy = async (version: string) => {
    const shell = release(version)
    await shell.install()
    await shell.activate()
    return shell
  }
  return { site, caches, release, deploy }
}

/** A request as somebody makes one who opens an address. */
function navigation(path: string): Request {
  return Object.defineProperty(new Request(ORIGIN + path), 'mode', { value: 'navigate' })
}

const body = async (answer: Promise<Response> | null) => (await answer)?.text()

describe('the shell that is kept', () => {
  it.each(['/', '/items/foo', '/items/foo/bar'])('opens %s without a network', async (path) => {
    const { site, deploy } = browser()
    const shell = await deploy('1')
    site.goAway()
    expect(await body(shell.answer(navigation(path)))).toBe(pageOf('1'))
    expect(await body(shell.answer(new Request(`${ORIGIN}/assets/index-1.js`)))).toBe('code of 1')
    expect(await body(shell.answer(new Request(`${ORIGIN}/favicon.svg`)))).toBe('')
  })

  it('gives the page of the server where there is one', async () => {
    const { site, deploy } = browser()
    const shell = await deploy('1')
    site.serve('/items/foo', pageOf('2'))
    expect(await body(shell.answer(navigation('/items/foo')))).toBe(pageOf('2'))
  })

  it('stands in for a server that fails, and for one that is silent', async () => {
    const { site, deploy } = browser()
    const shell = await deploy('1')
    site.serve('/items/foo', 'Bad gateway', 502)
    expect(await body(shell.answer(navigation('/items/foo')))).toBe(pageOf('1'))
    site.hang('/items/foo')
    expect(await body(shell.answer(navigation('/items/foo')))).toBe(pageOf('1'))
  })

  it('asks no server for a file with a hash in its name', async () => {
    const { site, deploy } = browser()
    const shell = await deploy('1')
    site.asked.length = 0
    await shell.answer(new Request(`${ORIGIN}/assets/index-1.js`))
    expect(site.asked).toEqual([])
  })

  it.each(['/api/health', '/api', '/docs', '/docs/start.js'])('leaves %s to the server', async (path) => {
    const shell = await browser().deploy('1')
    expect(shell.answer(navigation(path))).toBeNull()
  })

  it('leaves alone what is no page and no file of it', async () => {
    const shell = await browser().deploy('1')
    expect(shell.answer(new Request(`${ORIGIN}/api/ready`))).toBeNull()
    expect(shell.answer(new Request(`${ORIGIN}/service-worker.js`))).toBeNull()
    expect(shell.answer(new Request(`${ORIGIN}/assets/index-1.js`, { method: 'POST' }))).toBeNull()
    expect(shell.answer(new Request('https://elsewhere.example/assets/index-1.js'))).toBeNull()
  })

  it('never keeps the page of one release with the files of another', async () => {
    const { site, caches, deploy, release } = browser()
    const shell = await deploy('1')
    const next = release('2')
    site.serve('/', pageOf('3'))
    await expect(next.install()).rejects.toThrow('Expected the page of this release')
    site.goAway()
    expect(await body(shell.answer(navigation('/')))).toBe(pageOf('1'))
    expect(await caches.keys()).toEqual(['parley-shell-1'])
  })

  it('keeps no part of a release that it cannot keep whole', async () => {
    const { site, caches, deploy, release } = browser()
    await deploy('1')
    const next = release('2')
    site.serve('/favicon.svg', 'Bad gateway', 502)
    await expect(next.install()).rejects.toThrow('Request failed')
    expect(await caches.keys()).toEqual(['parley-shell-1'])
  })

  it('keeps the files of the release before, for pages that are still open, and no more', async () => {
    const { site, caches, deploy } = browser()
    await deploy('1')
    await deploy('2')
    await caches.open('somebody-elses')
    const shell = await deploy('3')
    expect(await caches.keys()).toEqual(['parley-shell-2', 'somebody-elses', 'parley-shell-3'])
    site.goAway()
    expect(await body(shell.answer(new Request(`${ORIGIN}/assets/index-2.js`)))).toBe('code of 2')
    expect(await body(shell.answer(navigation('/')))).toBe(pageOf('3'))
  })
})
