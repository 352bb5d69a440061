/**
 * `node benches/build.mjs`: what the peers are built of: two crates, and the workers of workerd.
 *
 * The packages of `install.mjs` are there by then. What fits its sources is not built again, but the workers, which take a second.
 */
import { buildCrate } from '../scripts/example.mjs'
import { inside, main, Stop } from '../scripts/project.mjs'
import { buildWorkers } from './peers/workerd/build.mjs'
import { buildWorkersRs } from './peers/workers-rs/build.mjs'

/** Builds all peers that are not served as they are. */
export async function buildPeers() {
  await buildCrate('benches/peers/whippet', inside('target', 'bench', 'whippet'))
  await buildWorkersRs()
  await buildWorkers()
}

await main(import.meta.url, async (args) => {
  if (args.length) throw new Stop(`\`${args[0]}\` is not known; there is nothing to say`)
  await buildPeers()
})
