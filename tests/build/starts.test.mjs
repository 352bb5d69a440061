/**
 * How an application starts: once before its first answer, together or each for itself, and again after a pause where it failed.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root, whippet, workspace } from './fixture.mjs'

const log = console.error
const lines = []
const packages = {}

before(async () => {
  for (const name of ['app', 'starts']) {
    const folder = join(workspace, 'target', `starts-${name}`)
    const built = whippet(['build', join(workspace, name), '--out-dir', folder], { cwd: root })
    assert.equal(built.status, 0, built.stderr)
    const load = (file) => import(pathToFileURL(join(folder, file)).href)
    const module = new WebAssembly.Module(readFileSync(join(folder, 'app_bg.wasm')))
    packages[name] = { ...(await load('instance.js')), ...(await load('glue.js')), ...(await load('web.js')), module }
  }
  console.error = (...parts) => lines.push(parts.map(String).join(' '))
})
beforeEach(() => lines.splice(0))
after(() => {
  console.error = log
})

async function read(answer) {
  const response = await answer
  return { status: response.status, text: await response.text(), retry: response.headers.get('retry-after') }
}

/** The application as Node's entries have it: one start is everybody's. */
function shared(name, env) {
  const { Instances, create, module, serve } = packages[name]
  const glues = []
  const instances = new Instances((compiled, guard) => {
    glues.push(create(compiled, guard))
    return glues.at(-1)
  }, module)
  const fetch = (path = '/', init) => read(serve(instances.host(), new Request(`http://localhost${path}`, init), { env }))
  return { instances, glues, fetch, starts: () => glues.reduce((sum, glue) => sum + glue.starts(), 0) }
}

/** The application as wasm-bindgen exports it: each request that waits runs a start of its own. */
function plain(name, env) {
  const { create, module } = packages[name]
  const glue = create(module)
  return { glue, fetch: (path = '/', init) => read(glue.fetch(new Request(`http://localhost${path}`, init), env, {})) }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const many = (count, call) => Promise.all(Array.from({ length: count }, call))

/** Checks a refused start: 503, the seconds, and what the log has of it. */
function assertDown({ status, text, retry }, seconds) {
  assert.equal(status, 503)
  assert.deepEqual(JSON.parse(text), { type: 'about:blank', title: 'Service Unavailable', status: 503 })
  assert.equal(retry, String(seconds))
}

const told = () => lines.filter((line) => line.startsWith('the application cannot start:'))

describe('in Node an async start', () => {
  it('is one for all that come meanwhile', async () => {
    const { fetch, starts } = shared('starts', { START: 'later', MOTTO: 'fetch' })
    const answers = await many(200, () => fetch())
    assert.ok(answers.every(({ status, text }) => status === 200 && text === 'fetch'))
    assert.equal(starts(), 1)
    assert.equal((await fetch('/later')).text, 'later')
  })

  it('that need not wait answers at once', async () => {
    const { instances } = shared('starts', {})
    const response = packages.starts.serve(instances.host(), new Request('http://localhost/agent', { headers: { 'user-agent': 'me' } }), {})
    assert.ok(response instanceof Response)
    assert.equal(await response.text(), 'me')
  })

  it('goes on when the client goes away that began it', async () => {
    const { fetch, starts, instances } = shared('starts', { START: 'later', MOTTO: 'fetch' })
    const controller = new AbortController()
    const first = fetch('/', { signal: controller.signal })
    const others = many(3, () => fetch())
    controller.abort()
    assert.equal((await first).status, 500)
    assert.deepEqual((await others).map(({ text }) => text), ['fetch', 'fetch', 'fetch'])
    assert.equal(starts(), 1)
    assert.equal(instances.host().pending, 0)
  })

  it('goes on when nobody waits any more', async () => {
    const { fetch, starts, instances } = shared('starts', { START: 'later', MOTTO: 'fetch' })
    const controller = new AbortController()
    const first = fetch('/', { signal: controller.signal })
    controller.abort()
    await first
    await pause(30)
    assert.equal((await fetch()).text, 'fetch')
    assert.equal(starts(), 1)
    assert.equal(instances.host().pending, 0)
  })

  it('is done anew by the instance that follows a trap', async () => {
    const { fetch, glues, starts } = shared('starts', { START: 'later', MOTTO: 'fetch' })
    assert.equal((await fetch('/trap')).status, 500)
    assert.ok((await many(50, () => fetch())).every(({ text }) => text === 'fetch'))
    assert.deepEqual([glues.length, starts()], [2, 2])
  })
})

/** What holds for each way to fail, and each form of function. */
for (const [name, start, reason] of [
  ['app', 'fails', 'failed on purpose'],
  ['app', 'is refused', 'GET /a'],
  ['app', 'panics', 'ended the module'],
  ['starts', 'fails', 'failed on purpose'],
  ['starts', 'panics', 'ended the module'],
  ['starts', 'later it fails', 'failed on purpose'],
  ['starts', 'later it is refused', 'GET /a'],
  ['starts', 'later it panics', 'ended the module'],
]) {
  describe(`a start that goes wrong (${name}: ${start})`, () => {
    it('is logged once, answered 503, and tried again after a pause that grows', async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 })
      const env = { START: start }
      const { fetch, glues } = shared(name, env)
      const calls = () => (name === 'starts' ? glues.reduce((sum, glue) => sum + glue.starts(), 0) : undefined)
      for (const [attempt, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
        lines.splice(0)
        for (const answer of await many(20, () => fetch())) assertDown(answer, seconds)
        assert.equal(told().length, 1, lines.join('\n'))
        assert.match(told()[0], new RegExp(reason))
        assert.doesNotMatch(told()[0], /500:/)
        if (start.includes('panics')) assert.match(lines.join('\n'), /src\/lib\.rs:\d+:\d+:\ntrapped on purpose/)
        if (name === 'starts') assert.equal(calls(), attempt + 1)
        const { length } = lines
        t.mock.timers.tick(seconds * 1000 - 1)
        assertDown(await fetch(), 1)
        assert.equal(lines.length, length)
        if (name === 'starts') assert.equal(calls(), attempt + 1)
        t.mock.timers.tick(1)
      }
      env.START = ''
      assert.equal((await fetch('/later/1')).status, name === 'app' ? 200 : 404)
      // After a success the pause is short again: for the instance that follows a trap, too.
      env.START = start
      assert.equal((await fetch('/trap')).status, 500)
      assertDown(await fetch(), 1)
    })

    it('is answered 503 by the plain form, too, which goes on after the pause', async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 })
      const env = { START: start }
      const { fetch } = plain(name, env)
      for (const seconds of [1, 2]) {
        lines.splice(0)
        for (const answer of await many(20, () => fetch())) assertDown(answer, seconds)
        assert.equal(told().length, 1, lines.join('\n'))
        t.mock.timers.tick(seconds * 1000)
      }
      env.START = ''
      assert.equal((await fetch('/later/1')).status, name === 'app' ? 200 : 404)
    })
  })
}

describe('the plain form', () => {
  it('runs a start for each request that waits, and keeps the first that succeeds', async () => {
    const { glue, fetch } = plain('starts', { START: 'later', MOTTO: 'fetch' })
    const answers = await many(50, () => fetch())
    assert.ok(answers.every(({ status, text }) => status === 200 && text === 'fetch'))
    assert.deepEqual([glue.starts(), glue.dropped(), glue.whippet_host().pending], [50, 50, 0])
    await fetch()
    assert.equal(glue.starts(), 50)
  })

  it('lets no request wait for the start of another', async () => {
    const { glue, fetch } = plain('starts', { START: 'never', MOTTO: 'fetch' })
    const controller = new AbortController()
    const stuck = fetch('/', { signal: controller.signal })
    const answer = await read(glue.fetch(new Request('http://localhost/'), { START: 'later', MOTTO: 'mine' }, {}))
    assert.deepEqual([answer.status, answer.text], [200, 'mine'])
    controller.abort()
    assert.equal((await stuck).status, 500)
    assert.deepEqual([glue.starts(), glue.dropped(), glue.whippet_host().pending], [2, 2, 0])
  })

  it('answers with what another has started where a start of its own goes wrong', async () => {
    const { glue } = plain('starts', {})
    const get = (env) => read(glue.fetch(new Request('http://localhost/'), env, {}))
    const first = get({ START: 'later', MOTTO: 'first' })
    const fails = get({ START: 'later it fails', MILLISECONDS: 30 })
    const panics = get({ START: 'later it panics', MILLISECONDS: 40 })
    for (const answer of await Promise.all([first, fails, panics])) assert.deepEqual([answer.status, answer.text], [200, 'first'])
    assert.deepEqual(told(), [])
  })

  it('drops the start of a client that goes away', async () => {
    const { glue, fetch } = plain('starts', { START: 'later', MILLISECONDS: 3_600_000 })
    const controller = new AbortController()
    const gone = fetch('/', { signal: controller.signal })
    await pause(1)
    assert.equal(glue.dropped(), 0)
    controller.abort()
    assert.equal((await gone).status, 500)
    assert.deepEqual([glue.dropped(), glue.whippet_host().pending], [1, 0])
    assert.ok(!process.getActiveResourcesInfo().includes('Timeout'), 'a timer is left')
  })
})

it('a clock that is set back does not make the pause longer', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000_000 })
  const env = { START: 'fails' }
  const { fetch } = shared('starts', env)
  assertDown(await fetch(), 1)
  t.mock.timers.setTime(1)
  env.START = ''
  assert.equal((await fetch()).status, 200)
})
