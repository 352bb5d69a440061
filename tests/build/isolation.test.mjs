/**
 * A panic costs one request: its neighbours go on, a fresh instance takes over, and nothing is left pending.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root, whippet, workspace } from './fixture.mjs'

const pkg = join(workspace, 'target', 'isolation')
const log = console.error
let load
let module

before(async () => {
  const built = whippet(['build', join(workspace, 'app'), '--out-dir', pkg], { cwd: root })
  assert.equal(built.status, 0, built.stderr)
  load = (file) => import(pathToFileURL(join(pkg, file)).href)
  module = new WebAssembly.Module(readFileSync(join(pkg, 'app_bg.wasm')))
  // Panics on purpose are logged; here they are no news.
  console.error = () => {}
})

after(() => {
  console.error = log
})

/** A fetch over instances of its own, and the instances. */
async function application() {
  const [{ Instances }, { create }, { serve }] = await Promise.all(['instance.js', 'glue.js', 'web.js'].map(load))
  const instances = new Instances(create, module)
  const fetch = async (path) => {
    const response = await serve(instances.host(), new Request(`http://localhost${path}`), {})
    return { status: response.status, text: await response.text() }
  }
  return { instances, fetch }
}

describe('a panic', () => {
  it('costs one request, not its neighbours', async () => {
    const { fetch } = await application()
    const waiting = [fetch('/later/200'), fetch('/later/200')]
    for (let round = 0; round < 50; round += 1) {
      const trapped = await fetch('/trap')
      assert.equal(trapped.status, 500)
      assert.equal(JSON.parse(trapped.text).status, 500)
      // A fresh instance counts from one.
      assert.deepEqual(await fetch('/count'), { status: 200, text: '1' })
    }
    assert.deepEqual(await Promise.all(waiting), [{ status: 200, text: '1' }, { status: 200, text: '2' }])
  })

  it('is logged with its message and place, and tells the client neither', async () => {
    const lines = []
    console.error = (...parts) => lines.push(parts.join(' '))
    const { fetch } = await application()
    const { text } = await fetch('/trap')
    console.error = () => {}
    assert.match(lines.join('\n'), /src\/lib\.rs:\d+:\d+:\ntrapped on purpose/)
    assert.doesNotMatch(text, /purpose|src/)
  })

  it('leaves the stack where it was: one instance survives thousands', async () => {
    const { instances, fetch } = await application()
    const host = instances.host()
    const { serve } = await load('web.js')
    for (let count = 0; count < 5000; count += 1) {
      assert.equal((await serve(host, new Request('http://localhost/trap'), {})).status, 500)
    }
    assert.equal(await (await serve(host, new Request('http://localhost/count'), {})).text(), '1')
    assert.equal((await fetch('/count')).status, 200)
  })

  it('in a storm lets two instances drain and gives up the oldest', async () => {
    const { fetch } = await application()
    const waiting = []
    for (let generation = 0; generation < 3; generation += 1) {
      waiting.push(fetch('/later/300'))
      assert.equal((await fetch('/trap')).status, 500)
    }
    await fetch('/count')
    assert.deepEqual((await Promise.all(waiting)).map(({ status }) => status), [500, 200, 200])
  })

  it('leaves a neighbour that waits for ever its deadline, though nobody asks again', async (t) => {
    const { fetch } = await application()
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const waiting = fetch('/later/3600000')
    await fetch('/trap')
    t.mock.timers.tick(10_000)
    assert.equal((await waiting).status, 500)
  })

  it('leaves no timer behind', async () => {
    const { instances, fetch } = await application()
    const host = instances.host()
    assert.equal((await fetch('/trap/3600000')).status, 500)
    assert.equal(host.pending, 0)
    assert.ok(!process.getActiveResourcesInfo().includes('Timeout'), 'a timer is left')
  })

  it('is contained only in a module that exports its stack pointer, and the start says so', async () => {
    const [{ Instances }, { create }] = await Promise.all(['instance.js', 'glue.js'].map(load))
    const withoutPointer = (compiled, guard) => {
      const host = create(compiled, guard).whippet_host()
      Object.defineProperty(host, 'contains', { value: false })
      return { whippet_host: () => host }
    }
    const instances = new Instances(withoutPointer, module)
    assert.throws(() => instances.host(), /__stack_pointer.*whippet build/)
  })
})

it('a task that wakes itself for ever leaves the others their turn, and can be cancelled', async () => {
  const { instances, fetch } = await application()
  const [{ serve }] = await Promise.all(['web.js'].map(load))
  const controller = new AbortController()
  const spinning = serve(instances.host(), new Request('http://localhost/spin', { signal: controller.signal }), {})
  assert.equal((await fetch('/later/5')).status, 200)
  controller.abort()
  await spinning
  assert.equal(instances.host().pending, 0)
})

it('what a request leaves behind whose client went away is still done, and knows the request', async () => {
  const { instances, fetch } = await application()
  const { serve } = await load('web.js')
  const controller = new AbortController()
  const kept = []
  const request = new Request('http://localhost/leaves', { signal: controller.signal, headers: { 'x-sent': '7' } })
  const gone = serve(instances.host(), request, { waitUntil: (promise) => kept.push(promise) })
  controller.abort()
  assert.equal((await gone).status, 500)
  assert.equal(kept.length, 1)
  assert.equal((await fetch('/dropped')).text, '0')
  await Promise.all(kept)
  assert.equal((await fetch('/dropped')).text, '7')
  assert.equal(instances.host().pending, 0)
})
