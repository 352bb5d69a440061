/**
 * What crosses the boundary for a request: which exports JavaScript calls, and which imports the module calls back.
 *
 * Counted where they cross, at the instance itself: calls of the glue and of the host are in it alike.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, beforeEach, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { BenchIncoming } from '../../benches/incoming.mjs'
import { ORDER } from '../../benches/instructions.mjs'
import { buildMeasured } from '../../scripts/measured.mjs'

const calls = { exports: [], imports: [] }
let instances

/** The same functions, each of which notes its name. */
const noting = (functions, notes) =>
  Object.fromEntries(Object.entries(functions).map(([name, value]) => [name, typeof value === 'function' ? noted(value, name, notes) : value]))

const noted = (value, name, notes) => (...args) => {
  notes.push(name.replace(/^__wbg_(.*)_[0-9a-f]{16}$/, '$1'))
  return value(...args)
}

/** An instance whose calls are noted: both the glue and the host have it from here. */
function NotedInstance(module, imports) {
  const wrapped = Object.entries(imports).map(([from, functions]) => [from, noting(functions, calls.imports)])
  return { exports: noting(new Instance(module, Object.fromEntries(wrapped)).exports, calls.exports) }
}
const { Instance } = WebAssembly

const ask = (method, target, more) => instances.handle(new BenchIncoming(method, target, {}, more), (status) => status)
const post = (target, body = ORDER) => ask('POST', target, { headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(body) })

before(async () => {
  const folder = await buildMeasured('waiting')
  const load = (file) => import(pathToFileURL(join(folder, file)).href)
  const [{ create }, { Instances }] = await Promise.all([load('glue.js'), load('instance.js')])
  instances = new Instances(create, new WebAssembly.Module(readFileSync(join(folder, 'app_bg.wasm'))))
  WebAssembly.Instance = NotedInstance
  try {
    // The application is started with the first request, and room made for heads.
    assert.equal(ask('GET', '/'), 200)
  } finally {
    WebAssembly.Instance = Instance
  }
  assert.ok(calls.exports.includes('whippet_open'), 'no call was noted')
  assert.ok(calls.imports.includes('opened'), 'no call back was noted')
})

/** Forgets what was called so far. */
function forget() {
  calls.exports.length = 0
  calls.imports.length = 0
}

beforeEach(forget)

describe('a request without a body', () => {
  const asked = {
    'that is answered with text': ['GET', '/', 200],
    'that is answered with JSON': ['GET', '/users/42', 200],
    'that has a long query': ['GET', `/users/42?q=${'a'.repeat(1000)}`, 200],
    'that nothing answers': ['GET', '/nothing', 404],
    'with a parameter that does not fit': ['GET', '/users/lola', 422],
    'with another method': ['DELETE', '/users/42', 405],
  }
  for (const [what, [method, target, status]] of Object.entries(asked)) {
    it(`${what} crosses once`, () => {
      assert.equal(ask(method, target), status)
      assert.deepEqual(calls, { exports: ['whippet_start'], imports: [] })
    })
  }
})

/** The head; room for the body; the body. */
const BODY = ['whippet_start', 'whippet_body', 'whippet_resume']

/** All headers that are declared, once one of them is asked for. */
const HEADERS = ['declared']

describe('a request with a body', () => {
  it('crosses once more, and once to make room for it', async () => {
    assert.equal(await post('/orders'), 201)
    assert.deepEqual(calls, { exports: BODY, imports: HEADERS })
  })

  it('crosses as often where it is refused', async () => {
    assert.equal(await post('/orders', '{}'), 422)
    assert.deepEqual(calls, { exports: BODY, imports: HEADERS })
  })

  it('of another type is refused before it is read', async () => {
    assert.equal(await ask('POST', '/orders', { headers: { 'content-type': 'text/plain' } }), 415)
    assert.deepEqual(calls, { exports: ['whippet_start'], imports: HEADERS })
  })
})

it('five middlewares cross once for all headers, and now and then for the chance in a request id', async () => {
  // What is made once is made with the first.
  assert.equal(await post('/api/orders'), 201)
  forget()
  const times = Array.from({ length: 20 })
  for (const _ of times) assert.equal(await post('/api/orders'), 201)
  assert.deepEqual(calls.exports, times.flatMap(() => BODY))
  assert.deepEqual(calls.imports.filter((name) => name !== 'getRandomValues'), times.flatMap(() => HEADERS))
  // It is kept in store.
  const random = calls.imports.length - times.length
  assert.ok(random <= 2, `${random} calls for chance for ${times.length} requests`)
})

it('a handler that sleeps crosses for its timer alone', async () => {
  assert.equal(await ask('GET', '/async-handler'), 200)
  assert.deepEqual(calls, { exports: ['whippet_start', 'whippet_fire', 'whippet_poll'], imports: ['timer', 'wake'] })
})
