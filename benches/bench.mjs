/**
 * `npm run bench`: Whippet beside its peers, in one run; `-- --help` says what can be asked for.
 *
 * 1. What is missing is installed and built first; then every peer has to answer as the works say.
 * 2. Each way of measuring is a file of `bench/`, each part of what is written a file of `report/`.
 * 3. Only a full, quiet run writes what is committed: `benches/results.json`, `docs/benchmarks.md`, its pictures, README.md's part.
 */
import { buildMeasured, readBuild } from '../scripts/measured.mjs'
import { duration, inside, main, say } from '../scripts/project.mjs'
import { checkGroup } from './bench/checking.mjs'
import { chooseCores, moveTo } from './bench/cores.mjs'
import { buildRouter, measureBody, measureConcurrency, measureRouter } from './bench/curves.mjs'
import { evaluate } from './bench/goals.mjs'
import { peersOf } from './bench/groups.mjs'
import { measureHttp } from './bench/http.mjs'
import { describeMachine } from './bench/machine.mjs'
import { measureKeeping, measureOpening } from './bench/modules.mjs'
import { beginRun } from './bench/plan.mjs'
import { refuseNoisy } from './bench/noise.mjs'
import { measureProcess, RESPONSE } from './bench/process.mjs'
import { ratiosOf, rowsOf } from './bench/results.mjs'
import { HELP, settingsOf } from './bench/settings.mjs'
import { listSizes, withSizes } from './bench/sizes.mjs'
import { measureStarts } from './bench/starts.mjs'
import { buildPeers } from './build.mjs'
import { installPeers } from './install.mjs'
import { PEERS } from './peers.mjs'
import { document } from './report/document.mjs'
import { redraw, writeDraft, writeReport } from './report/write.mjs'

/** Where the application of the works is built. */
const APPLICATION = inside('target', 'bench', 'whippet')

/** The peers of a run, as the report names them. */
function describePeers(groups) {
  const present = PEERS.filter((peer) => groups.some((group) => peersOf(group).includes(peer)))
  return [...present, RESPONSE].map(({ name, title, runtimes = [], versions = () => '' }) => ({ name, title, runtimes, versions: versions() }))
}

async function measureGroup(group, settings, cores, noise) {
  const has = (part) => settings.parts.includes(part)
  return [
    ...(await measureHttp(group, settings, cores, noise)),
    ...(await measureProcess(group, settings, cores, noise)),
    ...(has('start') ? await measureStarts(group, settings, cores, noise) : []),
  ]
}

async function measureCurves(settings, cores) {
  const has = (part) => settings.parts.includes(part)
  return {
    ...(has('router') ? { router: await measureRouter(settings, cores) } : {}),
    ...(has('concurrency') ? { concurrency: await measureConcurrency(APPLICATION, settings, cores) } : {}),
    ...(has('body') ? { body: await measureBody(APPLICATION, settings, cores) } : {}),
  }
}

/** Measures all that is asked for; `cores` is where. */
async function measure(settings, cores, hello, noise) {
  const has = (part) => settings.parts.includes(part)
  for (const group of settings.groups) await checkGroup(group, cores)
  const entries = []
  for (const group of settings.groups) {
    entries.push(...(await measureGroup(group, settings, cores, noise)))
    if (has('module') && group !== 'workerd') entries.push(...(await measureOpening(group, hello, settings, cores, noise)))
  }
  return {
    rows: rowsOf(entries),
    ratios: ratiosOf(entries),
    memory: has('memory') ? await measureKeeping(APPLICATION, settings, cores) : undefined,
    scaling: await measureCurves(settings, cores),
  }
}

async function run(settings) {
  const cores = chooseCores()
  await installPeers()
  await buildPeers()
  const hello = await buildMeasured('hello')
  if (settings.parts.includes('router')) await buildRouter()
  const sizes = settings.parts.includes('sizes') ? await listSizes(settings.groups) : []
  moveTo(cores.asking)
  const start = performance.now()
  beginRun(settings)
  const noise = { notes: [], measured: 0 }
  const measured = await measure(settings, cores, hello, noise)
  const results = { machine: describeMachine(settings, readBuild(APPLICATION)), peers: describePeers(settings.groups), ...measured, rows: withSizes(measured.rows, sizes), sizes }
  results.goals = evaluate(results)
  say(`measured in ${duration(performance.now() - start)}`)
  results.noise = noise
  for (const note of noise.notes) say(note)
  refuseNoisy(noise)
  if (settings.complete) return writeReport(results)
  console.log(`\n${document(results)}`)
  await writeDraft(results)
}

await main(import.meta.url, async (args) => {
  const settings = settingsOf(args)
  if (settings.help) return console.log(HELP)
  if (settings.report) return redraw()
  await run(settings)
})
