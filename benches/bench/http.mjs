/**
 * Over HTTP: all servers of a group are up on one core and take turns round by round, asked by wrk on the other.
 *
 * 1. The work of many at once comes first, with servers that have done nothing else: memory is what this work takes.
 * 2. CPU time is what the server used from before the first request until it is idle again, shared among the requests that were sent.
 * 3. A round of many at once in which the system turned connections away is asked again: they come a second later, and so not at once.
 */
import { say } from '../../scripts/project.mjs'
import { workOf } from '../works.mjs'
import { GROUPS, LIMITS, peersOf, runtimeOf } from './groups.mjs'
import { quietly } from './noise.mjs'
import { beginStep, SECONDS } from './plan.mjs'
import { withServers } from './servers.mjs'
import { connectionsRefused, cpu, cpuOnceIdle, forgetMemory, mostMemory } from './usage.mjs'
import { round, writeScript } from './wrk.mjs'

const WORKS = ['f', 'a', 'b', 'c', 'd', 'e']
/** How often a round is asked again in which connections were turned away. */
const AGAIN = 3

/** One round: its figures. */
async function ask(server, options, core, left = AGAIN) {
  const { pid } = server.child
  forgetMemory(pid)
  const refused = connectionsRefused()
  let before = cpu(pid)
  const begun = () => (before = cpu(pid))
  const { sent, ...figures } = await round({ ...options, begun, port: server.port, core, what: `${server.peer.name} on ${server.runtime}, work ${options.id}` })
  const used = (await cpuOnceIdle(pid)) - before
  if (left > 0 && connectionsRefused() > refused) return ask(server, options, core, left - 1)
  return { ...figures, cpu_us: used / sent, memory_bytes: mostMemory(pid) }
}

/** Measures the works over HTTP in a group: entries of figures by round. */
export async function measureHttp(group, settings, cores, noise) {
  const works = WORKS.filter((id) => settings.parts.includes(id)).map(workOf)
  if (works.length === 0) return []
  const peers = peersOf(group)
  const entries = []
  const runtime = runtimeOf(group)
  say(`starting ${peers.length} servers for ${GROUPS[group]}`)
  await withServers(peers, runtime, cores.measured, workOf('a').request, async (servers) => {
    for (const work of works) {
      const { milliseconds, ramp, ...plan } = work.concurrency ? settings.crowd : settings.http
      const connections = work.concurrency ?? settings.http.connections
      const options = { id: work.id, file: writeScript(work, { ramp, connections }), milliseconds, ramp, connections }
      const what = `work ${work.id} over HTTP on ${GROUPS[group]}`
      const seconds = SECONDS.http(settings, group, work.id)
      beginStep(`measuring ${what}`, seconds)
      const rounds = await quietly(
        servers.map((server) => () => ask(server, options, cores.asking)),
        plan,
        { what: `${LIMITS[group]} in ${what}`, figures: ['requests_per_s', 'cpu_us'], noise, seconds },
      )
      for (const [index, peer] of peers.entries()) {
        entries.push({ work: work.id, way: 'http', group, runtime: runtime(peer), peer: peer.name, rounds: rounds[index] })
      }
    }
  })
  return entries
}
