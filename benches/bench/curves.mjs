/**
 * The curves: how the cost of a request grows with the routes, with the requests that wait at once, and with the body. On Node 24, in process.
 *
 * A point is `{ size, … }` with medians; a ratio is `{ median, low, high }`, of the rounds that stand side by side.
 */
import { fileURLToPath } from 'node:url'
import { buildCrate } from '../../scripts/example.mjs'
import { inside } from '../../scripts/project.mjs'
import { contextOf } from '../peers.mjs'
import { alternate, ratioOf, summarise } from '../statistics.mjs'
import { beginStep, SECONDS } from './plan.mjs'
import { Program, withPrograms } from './program.mjs'

/** Where the router's application is built. */
const ROUTER = inside('target', 'bench', 'router')

const program = (name, args, cores) => new Program(contextOf('node24').node, fileURLToPath(new URL(name, import.meta.url)), args, cores.measured)
const median = (rounds, figure) => summarise(rounds.map((round) => round[figure])).median
const ratio = (ones, others, figure) => {
  const { median, low, high } = ratioOf(ones.map((round) => round[figure]), others.map((round) => round[figure]))
  return { median, low, high }
}

/** Builds the router's application, which is the same as that of `npm run bench:router`. */
export const buildRouter = () => buildCrate('benches/router', ROUTER)

/** Among 10 to 10,000 routes: `fetch_us`, `handle_us`, and the ratio of `fetch_us` to that of the fewest routes. */
export async function measureRouter(settings, cores) {
  const { sizes, ...plan } = settings.router
  beginStep(`measuring a request among ${sizes[0]} to ${sizes.at(-1).toLocaleString('en-US')} routes`, SECONDS.router(settings))
  return withPrograms([program('./routing.mjs', [ROUTER, ...sizes], cores)], async ([routing]) => {
    const asked = (way) => alternate(sizes.map((size) => () => routing.ask({ size, way })), plan)
    const [fetched, handled] = [await asked('fetch'), await asked('handle')]
    return sizes.map((size, index) => ({
      size,
      fetch_us: median(fetched[index], 'wall_us'),
      handle_us: median(handled[index], 'wall_us'),
      to_fewest: ratio(fetched[index], fetched[0], 'wall_us'),
    }))
  })
}

/** With 1 to 10,000 requests that wait at once: CPU time of a request, that of plain JavaScript, and bytes of wasm memory. */
export async function measureConcurrency(folder, settings, cores) {
  const { sizes, ...plan } = settings.concurrency
  beginStep(`measuring 1 to ${sizes.at(-1).toLocaleString('en-US')} requests that wait at once`, SECONDS.concurrency(settings))
  const points = []
  await withPrograms(['whippet', 'plain'].map(() => program('./waiting.mjs', [folder], cores)), async ([whippet, plain]) => {
    for (const size of sizes) {
      const [ours, theirs] = await alternate([() => whippet.ask({ size, way: 'whippet' }), () => plain.ask({ size, way: 'plain' })], plan)
      const { grown_bytes } = await whippet.ask({ size, way: 'memory' })
      points.push({
        size,
        cpu_us: median(ours, 'cpu_us'),
        plain_cpu_us: median(theirs, 'cpu_us'),
        to_plain: ratio(ours, theirs, 'cpu_us'),
        grown_bytes,
        bytes_each: grown_bytes / size,
      })
    }
  })
  return points
}

/** With bodies of nothing to 4.5 MB, read as JSON and added up: the time of a request, and that of plain JavaScript. */
export async function measureBody(folder, settings, cores) {
  const { sizes, ...plan } = settings.body
  beginStep(`measuring bodies up to ${sizes.at(-1).toLocaleString('en-US')} bytes`, SECONDS.body(settings))
  const points = []
  await withPrograms(['whippet', 'plain'].map(() => program('./reading.mjs', [folder], cores)), async ([whippet, plain]) => {
    for (const size of sizes) {
      const [ours, theirs] = await alternate([() => whippet.ask({ size, way: 'whippet' }), () => plain.ask({ size, way: 'plain' })], plan)
      points.push({ size, wall_us: median(ours, 'wall_us'), plain_wall_us: median(theirs, 'wall_us'), to_plain: ratio(ours, theirs, 'wall_us') })
    }
  })
  return points
}
