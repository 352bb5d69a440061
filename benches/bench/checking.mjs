/**
 * Before anything is measured: every peer has to answer as the works say, over HTTP and in process.
 */
import { fileURLToPath } from 'node:url'
import { Stop } from '../../scripts/project.mjs'
import { check } from '../check.mjs'
import { contextOf } from '../peers.mjs'
import { workOf } from '../works.mjs'
import { GROUPS, peersOf, runtimeOf } from './groups.mjs'
import { beginStep, SECONDS } from './plan.mjs'
import { fetchersOf, RESPONSE } from './process.mjs'
import { askOnce } from './program.mjs'
import { withServers } from './servers.mjs'

const FETCHING = fileURLToPath(new URL('./fetching.mjs', import.meta.url))

function stopAt(name, where, differences) {
  if (differences.length === 0) return
  throw new Stop(`${name}, ${where}, does not answer as the works say:\n${differences.join('\n')}`)
}

/** Stops where a peer of a group differs. */
export async function checkGroup(group, cores) {
  const peers = peersOf(group)
  beginStep(`checking ${peers.length} servers for ${GROUPS[group]}`, SECONDS.check(group))
  await withServers(peers, runtimeOf(group), cores.measured, workOf('a').request, async (servers) => {
    for (const { peer, port, runtime } of servers) {
      stopAt(peer.name, `over HTTP on ${runtime}`, await check(`http://127.0.0.1:${port}`, { validates: peer.validates !== false }))
    }
  })
  if (group === 'workerd') return
  for (const peer of fetchersOf(group).filter((peer) => peer !== RESPONSE)) {
    const differences = await askOnce(contextOf(group).node, FETCHING, [peer.fetch, 'fetch'], cores.measured, { check: 'all', validates: peer.validates !== false })
    stopAt(peer.name, `in process on ${group}`, differences)
  }
}
