/**
 * A program: what a request costs that waits among others. `node waiting.mjs <folder>`; a line asks `{ size }`: how many wait at once.
 *
 * 1. Each is a `GET /api/wait` through the package's `handle`, without `Request` and `Response`; beside it the same wait in plain JavaScript: a
 *    timer and an answer.
 * 2. CPU time, since the wait itself costs nothing; a round is repeated until enough requests have been asked for that to be measured.
 * 3. Memory is what the instance's memory has grown by since its first request, when so many waited at once; it grows by pages of 64 kB.
 */
import { main } from '../../scripts/project.mjs'
import { BenchIncoming } from '../incoming.mjs'
import { load } from './instance.mjs'
import { serve } from './program.mjs'

/** How many requests a round has at least. */
const LEAST = 1000

/** A wait as a JavaScript function has it. */
async function plain() {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return JSON.stringify({ waited: 5 })
}

/** CPU microseconds a request, of rounds in which so many wait at once. */
async function measure(size, ask) {
  const times = Math.ceil(Math.min(LEAST, size * 20) / size)
  const before = process.cpuUsage()
  for (let time = 0; time < times; time += 1) {
    const answers = []
    for (let count = 0; count < size; count += 1) answers.push(ask())
    await Promise.all(answers)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (times * size)
}

await main(import.meta.url, async ([folder]) => {
  const { compile, instantiate } = await load(folder)
  const module = compile()
  const asker = (instance) => () => instance.handle(new BenchIncoming('GET', '/api/wait'), (status) => status)
  const memory = async (size) => {
    const instance = instantiate(module)
    const ask = asker(instance)
    if ((await ask()) !== 200) throw new Error('GET /api/wait is not answered')
    const before = instance.bytes
    await Promise.all(Array.from({ length: size }, ask))
    return instance.bytes - before
  }
  const ask = asker(instantiate(module))
  await serve(async ({ size, way }) => {
    if (way === 'memory') return { grown_bytes: await memory(size) }
    return { cpu_us: await measure(size, way === 'plain' ? plain : ask) }
  })
})
