/**
 * A program: what a body costs on its way into the module. `node reading.mjs <folder>`; a line asks `{ size, way }`.
 *
 * Work (e), readings added up, with bodies of so many bytes: `whippet` is the package's `fetch`, `plain` a JavaScript function with `JSON.parse`. The
 * request is made before the clock runs, with its length, as a platform makes it.
 */
import { main } from '../../scripts/project.mjs'
import { load } from './instance.mjs'
import { serve } from './program.mjs'

/** How long a round lasts at least, in milliseconds. */
const LEAST_MS = 20
const READING = '{"sensor":"s-12","value":12.5}'

/** A list of readings that has at most so many bytes; the empty list where none has room. */
export function readings(size) {
  const count = Math.max(0, Math.floor((size - 1) / (READING.length + 1)))
  return `[${Array.from({ length: count }, () => READING).join(',')}]`
}

/** The same in JavaScript. */
async function plain(request) {
  const all = JSON.parse(await request.text())
  let [sum, min, max] = [0, Infinity, -Infinity]
  for (const { value } of all) {
    sum += value
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const body = JSON.stringify({ count: all.length, sum, min, max })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

await main(import.meta.url, async ([folder]) => {
  const { compile, instantiate } = await load(folder)
  const instance = instantiate(compile())
  const ways = { plain, whippet: (request) => instance.fetch(request) }
  await serve(async ({ size, way }) => {
    const body = Buffer.from(readings(size))
    const headers = { 'content-type': 'application/json', 'content-length': String(body.byteLength) }
    let [spent, count] = [0, 0]
    while (spent < LEAST_MS) {
      const request = new Request('http://127.0.0.1/api/readings', { method: 'POST', headers, body })
      const start = performance.now()
      const response = await ways[way](request)
      await response.text()
      spent += performance.now() - start
      count += 1
      if (!response.ok && size > 0) throw new Error(`a body of ${size} bytes is answered ${response.status}`)
    }
    return { wall_us: (spent * 1000) / count }
  })
})
