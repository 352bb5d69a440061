/**
 * In process: `fetch(request)` until the body is read, each peer in a process of its own, all on one core, in turns.
 *
 * Beside it stands what is below Whippet's `fetch`: the crossing, the routing and the JSON answer, without `Request` and `Response`.
 */
import { fileURLToPath } from 'node:url'
import { Stop } from '../../scripts/project.mjs'
import { contextOf, PEERS } from '../peers.mjs'
import { GROUPS } from './groups.mjs'
import { quietly } from './noise.mjs'
import { beginStep, SECONDS } from './plan.mjs'
import { Program, withPrograms } from './program.mjs'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))

/** The works that are asked in process: (f) only waits. */
const WORKS = ['a', 'b', 'c', 'd', 'e']
/** The limit: what only makes the answer. */
export const RESPONSE = { name: 'response', title: 'a function that only makes the `Response`', fetch: file('./response.mjs') }

/** The peers of a Node that have an in-process way, the limit first. */
export const fetchersOf = (group, peers = PEERS) => [RESPONSE, ...peers.filter(({ fetch, runtimes }) => fetch && runtimes.includes(group))]

/** One program, which has to answer as the work says before it is measured. */
async function checked(program, name, work) {
  const { equal, status, body } = await program.ask({ work, check: true })
  if (!equal) throw new Stop(`${name} answers work ${work} in process with ${status} and ${String(body).slice(0, 200)}, not as it should`)
}

/** Measures the works in process in a group. */
export async function measureProcess(group, settings, cores, noise) {
  const works = WORKS.filter((id) => settings.parts.includes(id))
  if (group === 'workerd' || works.length === 0) return []
  const peers = fetchersOf(group)
  const { milliseconds, ...plan } = settings.process
  const { node } = contextOf(group)
  const begun = (peer, name) => new Program(node, file('./fetching.mjs'), [peer.fetch, name], cores.measured)
  const whippet = peers.find(({ name }) => name === 'whippet')
  const ways = [...peers.map((peer) => ({ peer, way: 'process' })), ...(whippet ? [{ peer: whippet, way: 'handle' }] : [])]
  const entries = []
  await withPrograms(ways.map(({ peer, way }) => begun(peer, way === 'handle' ? way : 'fetch')), async (programs) => {
    for (const work of works) {
      const what = `work ${work} in process on ${GROUPS[group]}`
      const seconds = SECONDS.process(settings, work)
      beginStep(`measuring ${what}`, seconds)
      // Without a body and headers there is no other work that `handle` could be asked.
      const some = ways.map((way, index) => ({ ...way, program: programs[index] })).filter(({ way }) => way !== 'handle' || work === 'a')
      for (const { program, peer } of some) await checked(program, peer.name, work)
      const rounds = await quietly(
        some.map(({ program }) => () => program.ask({ work, milliseconds })),
        plan,
        { what: `${RESPONSE.name} in ${what}`, figures: ['wall_us'], noise, seconds },
      )
      for (const [index, { peer, way }] of some.entries()) entries.push({ work, way, group, runtime: group, peer: peer.name, rounds: rounds[index] })
    }
  })
  return entries
}
