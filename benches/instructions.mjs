/**
 * How many wasm instructions a built application executes for a request, and for its start: a figure of no machine's mood.
 *
 * Used by `scripts/instructions.mjs`. It sends requests through `handle` of the package, so that all that the boundary does is in the figure:
 * each entry of a request, the functions of wasm-bindgen, and what the host calls back.
 *
 * 1. What counts is said in `instrument.mjs`.
 * 2. A request's figure is the median of {@link TIMES}, after as many that are not counted: where the allocator finds room differs a little
 *    from one to the next.
 * 3. A start's figure is what the first request executes more: the module's own start, the application's, and all that is made once.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BenchIncoming } from './incoming.mjs'
import { COUNTER, instrument } from './instrument.mjs'
import { summarise } from './statistics.mjs'

const TIMES = 101

/** An order that keeps all rules, 200 bytes long. */
export const ORDER = JSON.stringify({
  name: 'Lola',
  email: 'lola@example.com',
  items: [1, 2, 3].map((number) => ({ sku: `leash-0${number}`, quantity: number, price_cents: 1999 })),
})

const POST = { headers: { 'content-type': 'application/json', origin: 'https://shop.example' }, body: new TextEncoder().encode(ORDER) }

/** By application: what is asked, as the table says it, and the status of the answer. */
export const ASKED = {
  hello: [['GET / → text', 200, 'GET', '/']],
  api: [
    ['GET / → text', 200, 'GET', '/'],
    ['GET /users/42 → JSON', 200, 'GET', '/users/42'],
    ['GET /nothing → 404', 404, 'GET', '/nothing'],
    ['POST /orders, validated → JSON', 201, 'POST', '/orders', POST],
    ['GET /api/users/42, five middlewares → JSON', 200, 'GET', '/api/users/42'],
    ['POST /api/orders, validated, five middlewares → JSON', 201, 'POST', '/api/orders', POST],
  ],
}

/** Loads a package whose module counts, and gives what makes an instance of it: it asks, and says how many instructions that took. */
async function counting(folder) {
  const load = (file) => import(pathToFileURL(join(folder, file)).href)
  const [{ create }, { Instances }] = await Promise.all([load('glue.js'), load('instance.js')])
  const module = new WebAssembly.Module(instrument(readFileSync(join(folder, 'app_bg.wasm'))))
  return () => {
    let exported
    const instances = new Instances((module, guard) => create(module, (exports) => guard((exported = exports))), module)
    return async ([title, expected, method, target, more]) => {
      const before = exported?.[COUNTER].value ?? 0n
      const status = await instances.handle(new BenchIncoming(method, target, {}, more), (status) => status)
      if (status !== expected) throw new Error(`${title} is answered ${status}`)
      return Number(exported[COUNTER].value - before)
    }
  }
}

/** The figures of a built application: `{ title: instructions }`, its start first. */
export async function instructionsOf(folder, asked) {
  const instance = await counting(folder)
  const figures = {}
  for (const one of asked) {
    const ask = instance()
    const first = await ask(one)
    const all = []
    for (let time = 0; time < 2 * TIMES; time += 1) all.push(await ask(one))
    const { median } = summarise(all.slice(TIMES))
    figures.start ??= first - median
    figures[one[0]] = median
  }
  return figures
}
