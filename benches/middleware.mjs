/**
 * `npm run bench:middleware`: what middleware adds to a request, in wasm in Node.
 *
 * 1. The same route of `tests/middleware` is asked behind none, behind five that do not wait, and behind one that does.
 * 2. A whole request is `fetch(Request)` until its body is read; the dispatch alone is `handle`, without `Request` and `Response`.
 * 3. All take turns within one run. A figure is the median of its rounds, a ratio the median of the rounds' own; beside it stands
 *    between which two values it lies with a certainty of 95 %.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildCrate } from '../scripts/example.mjs'
import { inside, main, Stop } from '../scripts/project.mjs'
import { BenchIncoming } from './incoming.mjs'
import { alternate, summarise } from './statistics.mjs'

const SETTINGS = { rounds: 201, warmUp: 20 }
const TIMES = 500
/** The path, and what stands around the route there. */
const PATHS = [
  ['/bench/none', 'none'],
  ['/bench/five', '`RequestId`, `SecureHeaders`, `Cors`, `BodyLimit`, `Etag`'],
  ['/bench/waiting', 'a `from_fn`'],
]

/** A round of whole requests: microseconds for each. */
function fetching(app, path) {
  const request = new Request(`https://bench.example${path}`, { headers: { origin: 'https://dogs.example' } })
  return async () => {
    const start = performance.now()
    for (let count = 0; count < TIMES; count += 1) await (await app.fetch(request)).text()
    return ((performance.now() - start) * 1000) / TIMES
  }
}

/** A round of dispatches: microseconds for each. */
function dispatching(app, path) {
  const incoming = new BenchIncoming('GET', path)
  const reply = (status) => status
  return async () => {
    const start = performance.now()
    for (let count = 0; count < TIMES; count += 1) await app.handle(incoming, reply)
    return ((performance.now() - start) * 1000) / TIMES
  }
}

await main(import.meta.url, async (args) => {
  if (args.length) throw new Stop(`\`${args[0]}\` is not known; there is nothing to say`)
  const folder = inside('target', 'bench', 'middleware')
  await buildCrate('tests/middleware', folder)
  const { default: app } = await import(pathToFileURL(join(folder, 'index.js')).href)
  for (const [path] of PATHS) {
    const { status } = await app.fetch(new Request(`https://bench.example${path}`))
    if (status !== 200) throw new Stop(`${path} is answered ${status}`)
  }
  const rows = []
  for (const [way, round] of [['fetch', fetching], ['handle', dispatching]]) {
    const figures = await alternate(PATHS.map(([path]) => round(app, path)), SETTINGS)
    for (const [index, [, what]] of PATHS.entries()) {
      const ratio = summarise(figures[index].map((figure, turn) => figure / figures[0][turn]))
      const median = summarise(figures[index]).median.toFixed(2)
      rows.push(`| ${way} | ${what} | ${median} | ${ratio.median.toFixed(2)} | ${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)} |`)
    }
  }
  const { rustc, wasmBindgen } = JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8'))
  const head = ['| way | middleware | µs a request | ratio to none | 95 % interval |', '| --- | --- | ---: | ---: | ---: |']
  console.log([...head, ...rows, '', `${cpus()[0]?.model ?? 'an unknown processor'}; Node ${process.version}; ${rustc}; wasm-bindgen ${wasmBindgen}`].join('\n'))
})
