/**
 * `npm run bench:memory`: the wasm memory that requests take, measured on the API of `benches/sizes`.
 *
 * A test asks the same with fewer requests. wasm memory grows by pages of 64 kB and never shrinks: what leaks shows, however little, once it
 * has happened often enough.
 *
 * 1. Flat: after a warm-up, the memory is as large after a million requests as before, and as many that were cancelled.
 * 2. In flight: by how much it grows while 10,000 requests wait, for each of them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildMeasured } from '../scripts/measured.mjs'
import { main, Stop } from '../scripts/project.mjs'
import { BenchIncoming } from './incoming.mjs'
import { ORDER } from './instructions.mjs'

const TIMES = 1_000_000
const WARM_UP = 5_000
const IN_FLIGHT = 10_000

const json = (text) => ({ headers: { 'content-type': 'application/json', origin: 'https://shop.example' }, body: new TextEncoder().encode(text) })

/** 20 kB of an order: fifty items with what no handler reads. */
const LARGE = JSON.stringify({
  name: 'Lola',
  email: 'lola@example.com',
  items: Array.from({ length: 50 }, (_, number) => ({ sku: `leash-${number}`, quantity: 1, price_cents: 1999, note: 'n'.repeat(340) })),
})

/** One after the other, over and over: status, method, target, and what else there is. */
const MIX = [
  [200, 'GET', '/'],
  [200, 'GET', '/users/42'],
  [404, 'GET', '/nothing/at/all'],
  [201, 'POST', '/orders', json(ORDER)],
  [422, 'POST', '/orders', json('{"name":"","email":"lola","items":[]}')],
  [200, 'GET', '/'],
  [200, 'GET', '/api/users/42'],
  [201, 'POST', '/api/orders', json(ORDER)],
  [201, 'POST', '/orders', json(LARGE)],
  [200, 'GET', `/users/42?q=${'a'.repeat(2000)}`],
]

/** A request whose client goes away as soon as the module waits. */
class Leaving extends BenchIncoming {
  onAbort(callback) {
    callback()
  }
}

/** Loads a package, and gives what makes an instance of it: its memory, and what asks it. */
export async function loaded(folder) {
  const load = (file) => import(pathToFileURL(join(folder, file)).href)
  const [{ create }, { Instances }] = await Promise.all([load('glue.js'), load('instance.js')])
  const module = new WebAssembly.Module(readFileSync(join(folder, 'app_bg.wasm')))
  return () => {
    let memory
    const watch = (guard) => (exports) => {
      memory = exports.memory
      return guard(exports)
    }
    const instances = new Instances((module, guard) => create(module, watch(guard)), module)
    const send = (incoming) => instances.handle(incoming, (status) => status)
    return { send, bytes: () => memory.buffer.byteLength, ask: (method, target, more) => send(new BenchIncoming(method, target, {}, more)) }
  }
}

async function mixed(ask, times) {
  for (let time = 0; time < times; time += 1) {
    const [expected, method, target, more] = MIX[time % MIX.length]
    const answer = ask(method, target, more)
    // What is there at once is not waited for.
    const status = typeof answer === 'number' ? answer : await answer
    if (status !== expected) throw new Error(`${method} ${target} is answered ${status}`)
  }
}

/** Waits for a timer, or for a body: nobody answers who has gone. */
async function cancelled(send, times) {
  for (let time = 0; time < times; time += 1) {
    const leaving = time % 2 ? new Leaving('GET', '/api/wait') : new Leaving('POST', '/api/orders', {}, json(ORDER))
    const status = await send(leaving)
    if (status !== 500) throw new Error(`a request that was cancelled is answered ${status}`)
  }
}

/** The bytes of memory before and after some requests. */
export async function growth(instance, times) {
  const { ask, send, bytes } = instance()
  const measured = {}
  for (const [name, round] of [['answered', (times) => mixed(ask, times)], ['cancelled', (times) => cancelled(send, times)]]) {
    await round(WARM_UP)
    const before = bytes()
    await round(times)
    measured[name] = [before, bytes()]
  }
  return measured
}

/** The bytes by which memory grows for a request that waits, and again after as many that came when the first had been answered. */
export async function inFlight(instance, [method, target, more], count = IN_FLIGHT) {
  const { ask, bytes } = instance()
  await ask(method, target, more)
  const before = bytes()
  const figures = []
  for (let round = 0; round < 2; round += 1) {
    const waiting = Array.from({ length: count }, () => ask(method, target, more))
    figures.push((bytes() - before) / count)
    for (const status of await Promise.all(waiting)) if (status >= 400) throw new Error(`${method} ${target} is answered ${status}`)
  }
  return figures
}

/** What is measured in flight, as the table says it. */
export const WAITING = {
  'a handler that sleeps': ['GET', '/wait'],
  'a handler that sleeps, behind five middlewares': ['GET', '/api/wait', { headers: { origin: 'https://shop.example' } }],
  'a body that is on its way, behind five middlewares': ['POST', '/api/orders', json(ORDER)],
}

await main(import.meta.url, async (args) => {
  if (args.length) throw new Stop(`\`${args[0]}\` is not known; there is nothing to say`)
  const instance = await loaded(await buildMeasured('waiting'))
  for (const [what, request] of Object.entries(WAITING)) {
    const [first] = await inFlight(instance, request)
    console.log(`${what}: ${Math.round(first)} bytes for each of ${IN_FLIGHT.toLocaleString('en-US')} in flight`)
  }
  for (const [what, [before, after]] of Object.entries(await growth(instance, TIMES))) {
    console.log(`${TIMES.toLocaleString('en-US')} requests ${what}: ${before.toLocaleString('en-US')} bytes before, ${after.toLocaleString('en-US')} after`)
  }
})
