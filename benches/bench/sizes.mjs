/**
 * How large what is deployed is: the application of the works in each framework, and two of Whippet's that are smaller.
 */
import { buildMeasured, readBuild } from '../../scripts/measured.mjs'
import { say } from '../../scripts/project.mjs'
import { measureSizes } from '../bundle.mjs'
import { runtimesOf } from './groups.mjs'

/** Whippet's own, with the most that they may have, compressed. */
const OWN = [
  { name: 'hello', what: 'Whippet: one route that answers text', limit: 20_000 },
  { name: 'api', what: 'Whippet: JSON, validation and five middlewares', limit: 60_000 },
]

/** The sizes: `{ what, peer, runtimes, raw_bytes, gzip_bytes }`, with a `limit` where there is a goal. */
export async function listSizes(groups) {
  say('measuring sizes')
  const sizes = []
  for (const { name, ...own } of OWN) {
    const { 'app_bg.wasm': wasm, javascript } = readBuild(await buildMeasured(name)).sizes
    sizes.push({ ...own, raw_bytes: wasm.raw + javascript.raw, gzip_bytes: wasm.gzip + javascript.gzip })
  }
  const here = ({ runtimes }) => groups.some((group) => runtimesOf(group).some((runtime) => runtimes.includes(runtime)))
  return [...sizes, ...(await measureSizes()).filter((size) => size.gzip_bytes !== null && here(size))]
}

/** Rows of the works, with what is deployed of each peer in that of work (b). */
export function withSizes(rows, sizes) {
  return rows.map((row) => {
    const size = row.work === 'b' && row.way === 'http' ? sizes.find(({ peer, runtimes }) => peer === row.peer && runtimes.includes(row.runtime)) : undefined
    return size ? { ...row, raw_bytes: size.raw_bytes, gzip_bytes: size.gzip_bytes } : row
  })
}
