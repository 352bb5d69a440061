/**
 * How long a server takes from the start of its process to its first answer of work (b).
 *
 * Process by process, in turns, each on a core of its own. `excess_ms` is what it takes beyond the limit of its group in the same
 * round: beyond bare `node:http`, on workerd beyond bare JavaScript.
 */
import { workOf } from '../works.mjs'
import { GROUPS, LIMITS, peersOf, runtimeOf } from './groups.mjs'
import { quietly } from './noise.mjs'
import { beginStep, SECONDS } from './plan.mjs'
import { end, firstAnswer, start } from './servers.mjs'

/** One start: how long it took. */
async function once(peer, runtime, core) {
  const server = await start(peer, runtime, core)
  try {
    const { milliseconds } = await firstAnswer(server, workOf('b').request)
    return { first_answer_ms: milliseconds }
  } finally {
    await end(server.child)
  }
}

/** Measures the starts in a group. */
export async function measureStarts(group, settings, cores, noise) {
  const peers = peersOf(group)
  const runtime = runtimeOf(group)
  const what = `the start of a process on ${GROUPS[group]}`
  const seconds = SECONDS.start(settings, group)
  beginStep(`measuring ${what}`, seconds)
  const rounds = await quietly(
    peers.map((peer) => () => once(peer, runtime(peer), cores.measured)),
    settings.start,
    { what: `${LIMITS[group]} in ${what}`, figures: ['first_answer_ms'], noise, seconds },
  )
  return peers.map((peer, index) => ({
    work: 'b',
    way: 'start',
    group,
    runtime: runtime(peer),
    peer: peer.name,
    rounds: rounds[index].map(({ first_answer_ms }, round) => ({ first_answer_ms, excess_ms: first_answer_ms - rounds[0][round].first_answer_ms })),
  }))
}
