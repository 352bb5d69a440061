/**
 * Where Whippet is ahead of the peers, and where it is behind.
 *
 * A comparison is decided where the whole interval of the ratio lies on one side of 1. The limits are no peers: they say what there is to gain.
 */
import { OURS } from '../bench/results.mjs'

/** What is compared: less is better in all of them. */
const COMPARED = [
  { way: 'http', figure: 'cpu_us', works: ['a', 'b', 'c', 'd', 'e'], name: (work) => `(${work}) CPU time` },
  { way: 'http', figure: 'p99_ms', works: ['f'], name: () => '(f) p99' },
  { way: 'http', figure: 'memory_bytes', works: ['f'], name: () => '(f) memory' },
  { way: 'process', figure: 'wall_us', works: ['a', 'b', 'c', 'd', 'e'], name: (work) => `(${work}) in process` },
  { way: 'start', figure: 'first_answer_ms', works: ['b'], name: () => 'start of the process' },
]

const LIMITS = ['node-http', 'workerd', 'response']

const verdict = ({ low, high }) => (high < 1 ? 'ahead' : low > 1 ? 'behind' : 'even')

/** What is deployed, compressed, as ratios: they are what they are. */
function sizeRatios(sizes, runtime) {
  const here = sizes.filter(({ peer, runtimes = [] }) => peer && runtimes.includes(runtime) && !LIMITS.includes(peer))
  const ours = here.find(({ peer }) => peer === OURS)
  if (ours === undefined) return []
  return here.filter((size) => size !== ours).map(({ peer, gzip_bytes }) => {
    const median = ours.gzip_bytes / gzip_bytes
    return { name: 'size', to: peer, median, low: median, high: median }
  })
}

/** The comparisons with the peers of a runtime, each with its verdict. */
export function verdicts({ ratios, sizes = [] }, runtime) {
  const compared = COMPARED.flatMap(({ way, figure, works, name }) =>
    ratios
      .filter((ratio) => ratio.way === way && ratio.figure === figure && works.includes(ratio.work) && ratio.runtime === runtime && !LIMITS.includes(ratio.to))
      .map((ratio) => ({ ...ratio, name: name(ratio.work) })),
  )
  return [...compared, ...sizeRatios(sizes, runtime)].map((ratio) => ({ ...ratio, verdict: verdict(ratio) }))
}

/** `(c) CPU time: Hono 1.12, Fastify 1.30; (e) …`, of the comparisons with one verdict. */
export function told(all, wanted, titleOf) {
  const some = all.filter(({ verdict }) => verdict === wanted)
  const names = [...new Set(some.map(({ name }) => name))]
  return names.map((name) => `${name}: ${some.filter((each) => each.name === name).map(({ to, median }) => `${titleOf(to)} ${median.toFixed(2)}`).join(', ')}`).join('; ')
}
