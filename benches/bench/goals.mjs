/**
 * The goals, and whether they are met.
 *
 * 1. A goal is a ratio to another in the same run, or a figure by itself.
 * 2. It is met where the whole interval meets it, in which the median lies with a certainty of 95 %: its upper end where the goal is a most, its
 *    lower end where it is a least.
 * 3. A goal that holds for every peer is told by the one that comes closest to missing it, or misses it most. The limit is no peer.
 */
import { GROUPS, LIMITS } from './groups.mjs'
import { OURS } from './results.mjs'

const NODES = ['node24', 'node20']
/** Where there are peers. */
const ALL = [...NODES, 'workerd']
const EVERY = '*'

/** What is counted: how a sentence calls it. */
const FIGURES = {
  wall_us: 'time',
  cpu_us: 'CPU time',
  requests_per_s: 'requests a second',
  memory_bytes: 'memory',
  p99_ms: 'p99',
  excess_ms: 'time in excess of bare `node:http`’s',
}

/** Goals that are ratios; `most` and `least` say to whom. */
const RATIOS = [
  { work: 'a', way: 'process', runtimes: ['node24'], figure: 'wall_us', most: { response: 1.2, hono: 0.8 } },
  { work: 'a', way: 'http', runtimes: NODES, figure: 'requests_per_s', least: { 'node-http': 0.95, fastify: 1, hono: 1, express: 1.8 } },
  { work: 'b', way: 'http', runtimes: NODES, figure: 'cpu_us', most: { 'node-http': 1.3, hono: 0.35, fastify: 0.65, fastapi: 0.3 } },
  { work: 'd', way: 'http', runtimes: NODES, figure: 'cpu_us', most: { hono: 0.3, fastify: 0.5 } },
  { work: 'a', way: 'http', runtimes: ['workerd'], figure: 'cpu_us', most: { hono: 0.9, 'workers-rs': 0.5 } },
  { work: 'b', way: 'http', runtimes: ['workerd'], figure: 'cpu_us', most: { hono: 0.9, 'workers-rs': 0.5 } },
  { work: 'b', way: 'start', runtimes: NODES, figure: 'excess_ms', most: { hono: 0.35, fastify: 0.25 } },
  { work: 'c', way: 'http', runtimes: ALL, figure: 'cpu_us', most: { 'node-http': 1.1, [EVERY]: 1 } },
  { work: 'e', way: 'http', runtimes: ALL, figure: 'cpu_us', most: { 'node-http': 1.1, [EVERY]: 1 } },
  { work: 'f', way: 'http', runtimes: ALL, figure: 'memory_bytes', most: { [EVERY]: 1 } },
  { work: 'f', way: 'http', runtimes: ALL, figure: 'p99_ms', most: { [EVERY]: 1 } },
]

const WAYS = { http: 'over HTTP', process: 'in process', start: 'start of the process to the first answer' }

const meets = (bound, limit, { low, high }) => (bound === 'most' ? high <= limit : low >= limit)
/** How far a ratio is from its goal: the greater the worse. */
const distance = (bound, { low, high }) => (bound === 'most' ? high : -low)

function evaluateRatio({ work, way, figure }, runtime, bound, [to, limit], ratios) {
  const some = ratios.filter((ratio) => {
    const isOther = to === EVERY ? ratio.to !== LIMITS[runtime] : ratio.to === to
    return ratio.work === work && ratio.way === way && ratio.runtime === runtime && ratio.figure === figure && isOther
  })
  if (some.length === 0) return []
  const { median, low, high, to: peer } = some.reduce((one, other) => (distance(bound, other) > distance(bound, one) ? other : one))
  const goal = `(${work}) ${WAYS[way]}, ${GROUPS[runtime]}: ${FIGURES[figure]}`
  return [{ goal, runtime, unit: 'ratio', bound, limit, to: peer, every: to === EVERY, median, low, high, met: meets(bound, limit, { low, high }) }]
}

/** A goal that is a figure by itself. */
function absolute(goal, runtime, unit, limit, { median, low = median, high = median }) {
  return { goal, runtime, unit, bound: 'most', limit, median, low, high, met: high <= limit }
}

/** All goals that can be told from what was measured. */
export function evaluate({ rows, ratios, sizes = [], memory, scaling = {} }) {
  const told = RATIOS.flatMap((each) =>
    each.runtimes.flatMap((runtime) =>
      ['most', 'least'].flatMap((bound) => Object.entries(each[bound] ?? {}).flatMap((entry) => evaluateRatio(each, runtime, bound, entry, ratios))),
    ),
  )
  const rowOf = (work, way, runtime) => rows.find((row) => row.work === work && row.way === way && row.runtime === runtime && row.peer === OURS)
  const crossing = rowOf('a', 'handle', 'node24')
  if (crossing) told.push(absolute('Crossing, routing and a JSON answer, without the `Response`, Node 24', 'node24', 'µs', 0.5, spread(crossing, 'wall_us')))
  for (const runtime of NODES) {
    const opened = rowOf('hello', 'module', runtime)
    if (opened) told.push(absolute(`The \`.wasm\` compiled and instantiated, the application built, ${GROUPS[runtime]}`, runtime, 'ms', 3, spread(opened, 'wall_ms')))
  }
  for (const { what, limit, gzip_bytes: median } of sizes) {
    if (limit !== undefined) told.push(absolute(`${what}, wasm and JavaScript, gzip -9`, '', 'bytes', limit, { median }))
  }
  if (memory) told.push(absolute(`Memory of the module, grown over ${memory.requests.toLocaleString('en-US')} requests`, 'node24', 'bytes', 0, { median: memory.grown_bytes }))
  const most = scaling.concurrency?.at(-1)
  if (most) told.push(absolute(`Memory of the module, a request of ${most.size.toLocaleString('en-US')} in flight`, 'node24', 'bytes', 1000, { median: most.bytes_each }))
  return told
}

const spread = ({ low, high, ...row }, figure) => ({ median: row[figure], low, high })
