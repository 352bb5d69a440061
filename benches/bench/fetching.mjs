/**
 * A program: the works in process, asked of one peer.
 *
 * `node fetching.mjs <module> <export>`: `fetch` is the default export's `fetch(request)` until its body is read; `handle` is what a package
 * of Whippet has below it: no `Request`, no `Response`. A line asks `{ work, milliseconds, check }`; the answer has `wall_us`, a request's
 * microseconds.
 *
 * 1. Requests are made before the clock runs: making them is the platform's work, and the same for all.
 * 2. `check` compares instead of measuring: with `'all'` everything that is compared of a server, else the answer of the work.
 * 3. What only makes a `Response` is told by `select` which one, before the clock runs.
 */
import { pathToFileURL } from 'node:url'
import { main } from '../../scripts/project.mjs'
import { check as checkAll } from '../check.mjs'
import { BenchIncoming } from '../incoming.mjs'
import { workOf } from '../works.mjs'
import { serve } from './program.mjs'

/** How many requests are made at once. */
const BATCH = 50
const ORIGIN = 'http://127.0.0.1'

function requestOf({ method, path, headers, body }) {
  // As every client says it.
  const length = body === undefined ? {} : { 'content-length': String(body.byteLength) }
  return new Request(ORIGIN + path, { method, headers: { ...headers, ...length }, body })
}

/** What asks once, and what is to be prepared for it. */
const WAYS = {
  fetch: {
    prepare: requestOf,
    ask: async (app, request) => (await app.fetch(request)).text(),
    check: async (app, request) => {
      const response = await app.fetch(request)
      return [response.status, await response.text()]
    },
  },
  handle: {
    prepare: ({ method, path }) => new BenchIncoming(method, path),
    ask: (app, incoming) => app.handle(incoming, (status) => status),
    check: (app, incoming) => app.handle(incoming, (status, _, body) => [status, Buffer.from(body).toString()]),
  },
}

/** Asks for so many milliseconds; microseconds for each. */
async function measure(app, { prepare, ask }, request, milliseconds) {
  let [spent, count] = [0, 0]
  while (spent < milliseconds) {
    const batch = Array.from({ length: BATCH }, () => prepare(request))
    const start = performance.now()
    for (const each of batch) await ask(app, each)
    spent += performance.now() - start
    count += BATCH
  }
  return { wall_us: (spent * 1000) / count }
}

await main(import.meta.url, async ([file, name]) => {
  const { default: app } = await import(pathToFileURL(file).href)
  const way = WAYS[name]
  await serve(async ({ work: id, milliseconds, check, validates }) => {
    if (check === 'all') return checkAll((request) => app.fetch(request), { validates })
    const { request, answer } = workOf(id)
    app.select?.(id)
    if (!check) return measure(app, way, request, milliseconds)
    const [status, body] = await way.check(app, way.prepare(request))
    return { equal: status === answer.status && body === answer.body.toString(), status, body }
  })
})
