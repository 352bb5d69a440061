/**
 * How long an application takes to start, in milliseconds: its function called, its routes frozen, one request answered.
 *
 * As a program (`node start.mjs <package> <routes> <bare>`) it measures the first start of a process, when the engine has compiled nothing yet.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { main } from '../scripts/project.mjs'
import { BenchIncoming } from './incoming.mjs'

/** Loads a package, and gives what starts a fresh instance of it and says how long that took. */
export async function starter(folder) {
  const load = (file) => import(pathToFileURL(join(folder, file)).href)
  const [{ create }, { Instances }] = await Promise.all([load('glue.js'), load('instance.js')])
  const module = new WebAssembly.Module(readFileSync(join(folder, 'app_bg.wasm')))
  return (routes, bare) => {
    const incoming = new BenchIncoming('GET', '/~requests/0/1', { ROUTES: String(routes), BARE: String(bare) })
    const start = performance.now()
    const status = new Instances(create, module).handle(incoming, (status) => status)
    const time = performance.now() - start
    if (status !== 200) throw new Error(`an application of ${routes} routes does not start: ${status}`)
    return time
  }
}

await main(import.meta.url, async ([folder, routes, bare]) => {
  const start = await starter(folder)
  console.log(start(Number(routes), bare === 'true'))
})
