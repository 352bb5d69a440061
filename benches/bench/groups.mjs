/**
 * The groups: who takes turns with whom. A group is a runtime with its limit; FastAPI, which runs on neither Node, stands beside both.
 */
import { PEERS } from '../peers.mjs'

/** What a group is called. */
export const GROUPS = { node20: 'Node 20', node24: 'Node 24', workerd: 'workerd' }
/** The limit of each group: what its runtime does at least. */
export const LIMITS = { node20: 'node-http', node24: 'node-http', workerd: 'workerd' }

/** The runtimes of a group's peers. */
export const runtimesOf = (group) => (group === 'workerd' ? [group] : [group, 'python'])

/** The peers of a group, its limit first. */
export function peersOf(group, peers = PEERS) {
  const members = peers.filter(({ runtimes }) => runtimes.some((runtime) => runtimesOf(group).includes(runtime)))
  const limit = members.filter(({ name }) => name === LIMITS[group])
  return [...limit, ...members.filter((peer) => !limit.includes(peer))]
}

/** The runtime of a peer in a group: its own where it is not the group's. */
export const runtimeOf = (group) => (peer) => (peer.runtimes.includes(group) ? group : peer.runtimes[0])
