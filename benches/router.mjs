/**
 * `npm run bench:router`: what finding a route costs among 100, 1,000 and 10,000, and what building them costs, in wasm in Node.
 *
 * 1. The routes are random ones of `benches/router`, always the same; so are the requests, which hit routes at random.
 * 2. A whole request is `fetch(Request)` until its body is read; the dispatch alone is `handle`, without `Request` and `Response`.
 * 3. All sizes take turns within one run. A figure is the median of its rounds, a ratio the median of the rounds' own; beside it stands
 *    between which two values it lies with a certainty of 95 %.
 * 4. Where those are too far apart there is no table: a figure of a busy machine is worse than none.
 * 5. Building is the difference to an application that draws the same routes and leaves them out.
 *
 * `--quick` is for seeing that it runs: a build without optimisation, a few rounds, figures that say nothing.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, cpus, loadavg, platform } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildCrate } from '../scripts/example.mjs'
import { inside, main, say, Stop } from '../scripts/project.mjs'
import { BenchIncoming } from './incoming.mjs'
import { starter } from './start.mjs'
import { alternate, summarise } from './statistics.mjs'

const FULL = { sizes: [100, 1000, 10_000], rounds: 201, warmUp: 20, fetches: 256, dispatches: 2048, starts: 25, dev: false, folder: 'router' }
const QUICK = { sizes: [10, 100], rounds: 2, warmUp: 1, fetches: 64, dispatches: 64, starts: 1, dev: true, folder: 'router-quick' }

/** How many different requests there are of each kind. */
const REQUESTS = 4096
/** How far apart the two values may be between which a ratio lies, as a share of it. */
const MOST_SPREAD = 0.1
/** How often all rounds are run before that is too far. */
const ATTEMPTS = 4
/** What finding a route among the most may cost, as a multiple of finding it among the fewest. */
const RATIO_GOAL = 1.5
/** What building 1,000 routes may take, in milliseconds. */
const BUILDING_GOAL_MS = 5

/** An application of so many routes, and the requests to it: of a route, of none, of another method. */
export async function open(folder, routes) {
  const file = pathToFileURL(join(folder, 'index.js'))
  // A module of its own for each: another query is another module.
  file.search = `?${routes}`
  const { default: app } = await import(file.href)
  const first = new BenchIncoming('GET', `/~requests/${REQUESTS}/1`, { ROUTES: String(routes) })
  const text = app.handle(first, (status, _, body) => (status === 200 ? Buffer.from(body).toString() : ''))
  const hits = text.trimEnd().split('\n').map((line) => line.split(' '))
  if (hits.length !== REQUESTS) throw new Stop(`the application of ${routes} routes does not say what it answers`)
  const status = ([method, path]) => app.handle(new BenchIncoming(method, path), (status) => status)
  const strangers = hits.map(([method, path]) => [method, path.replace(/[^/]*$/, 'no-such-thing')])
  const kinds = {
    'a route': expect(200, hits),
    'no route (404)': expect(404, strangers.filter((request) => status(request) === 404)),
    'another method (405)': expect(405, hits.map(([, path]) => ['PURGE', path])),
  }
  function expect(wanted, requests) {
    const wrong = requests.find((request) => status(request) !== wanted)
    if (wrong || requests.length === 0) throw new Stop(`of ${routes} routes, ${wrong?.join(' ') ?? 'nothing'} is answered ${wrong && status(wrong)}, not ${wanted}`)
    return requests
  }
  return { app, kinds }
}

/** One after the other, in a circle: a round goes on where the one before has ended. */
function inTurn(all) {
  let index = -1
  return () => all[(index = (index + 1) % all.length)]
}

/** A round of whole requests: microseconds for each. */
export function fetching({ app }, requests, times) {
  const made = requests.map(([method, path]) => new Request(`https://bench.example${path}`, { method }))
  const next = inTurn(made)
  return async () => {
    const start = performance.now()
    for (let count = 0; count < times; count += 1) {
      const response = await app.fetch(next())
      await response.text()
    }
    return ((performance.now() - start) * 1000) / times
  }
}

/** A round of dispatches: microseconds for each. */
export function dispatching({ app }, requests, times) {
  const made = requests.map(([method, path]) => new BenchIncoming(method, path))
  const next = inTurn(made)
  const reply = (status) => status
  return () => {
    const start = performance.now()
    for (let count = 0; count < times; count += 1) app.handle(next(), reply)
    return ((performance.now() - start) * 1000) / times
  }
}

/** Measures one thing in applications of all sizes: a row of the table. */
async function compare(what, things, settings) {
  say(`measuring ${what}`)
  const figures = things.map(() => [])
  for (let attempt = 1; ; attempt += 1) {
    for (const [index, more] of (await alternate(things, settings)).entries()) figures[index].push(...more)
    const ratio = summarise(figures.at(-1).map((figure, round) => figure / figures[0][round]))
    if (settings.dev || ratio.spread <= MOST_SPREAD) return { what, medians: figures.map((figures) => summarise(figures).median), ratio }
    if (attempt === ATTEMPTS) throw tooNoisy(what, ratio)
  }
}

function tooNoisy(what, { spread }) {
  const percent = (share) => `${Math.round(share * 100)} %`
  return new Stop(
    `too noisy: the ratio of “${what}” is uncertain by ${percent(spread)}, more than ${percent(MOST_SPREAD)}; ` +
      `end what else runs (the load is ${loadavg()[0].toFixed(1)} on ${cpus().length} cores) and start again`,
  )
}

/** What building some routes takes, in milliseconds: in a process's first start, and once the engine has compiled the module. */
async function building(folder, routes, { starts }) {
  say(`measuring the start with ${routes.toLocaleString('en-US')} routes`)
  const cold = (bare) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [inside('benches', 'start.mjs'), folder, routes, bare], { encoding: 'utf8' })
    if (status !== 0) throw new Stop(`an application does not start: ${stderr}`)
    return Number(stdout)
  }
  const start = await starter(folder)
  const difference = async (time, warmUp) => {
    const [full, bare] = await alternate([() => time(false), () => time(true)], { rounds: starts, warmUp })
    return summarise(full.map((figure, round) => figure - bare[round]))
  }
  return { routes, cold: await difference(cold, 0), warm: await difference((bare) => start(routes, bare), 3) }
}

function table(head, rows) {
  const all = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const range = ({ low, high }, digits) => `${low.toFixed(digits)} to ${high.toFixed(digits)}`

function report({ sizes, dev, starts, rounds }, rows, built, { rustc, wasmBindgen, wasmOpt }) {
  const names = sizes.map((size) => size.toLocaleString('en-US'))
  const [few, most] = [names[0], names.at(-1)]
  const [{ ratio }] = rows
  const thousand = built.find(({ routes }) => routes === 1000)
  return [
    `Microseconds a request, medians of ${rounds} rounds or more:`,
    '',
    table(
      ['', ...names.map((name) => `${name} routes`), `${most} / ${few}`, '95 % interval'],
      rows.map(({ what, medians, ratio }) => [what, ...medians.map((time) => time.toFixed(2)), ratio.median.toFixed(2), range(ratio, 2)]),
    ),
    '',
    `Milliseconds to build and freeze, medians of ${starts} starts:`,
    '',
    table(
      ['routes', 'first start of a process', '95 % interval', 'compiled before', '95 % interval'],
      built.map(({ cold, warm }, index) => [names[index], cold.median.toFixed(2), range(cold, 2), warm.median.toFixed(2), range(warm, 2)]),
    ),
    '',
    `A whole request among ${most} routes takes ${ratio.median.toFixed(2)} times what it takes among ${few}; the goal is at most ${RATIO_GOAL}.`,
    ...(thousand ? [`Building 1,000 routes takes ${thousand.warm.median.toFixed(2)} ms, ${thousand.cold.median.toFixed(2)} ms while the engine still compiles; the goal is less than ${BUILDING_GOAL_MS}.`] : []),
    '',
    `${cpus()[0]?.model ?? 'an unknown processor'}, ${cpus().length} cores, ${platform()} ${arch()}; Node ${process.version}; ${rustc}; wasm-bindgen ${wasmBindgen}; ${wasmOpt ?? 'no wasm-opt'}`,
    ...(dev ? ['A quick run of a build without optimisation: these figures say nothing.'] : []),
  ].join('\n')
}

await main(import.meta.url, async (args) => {
  const wrong = args.find((arg) => arg !== '--quick')
  if (wrong) throw new Stop(`\`${wrong}\` is not known; there is --quick`)
  const settings = args.length ? QUICK : FULL
  const folder = inside('target', 'bench', settings.folder)
  await buildCrate('benches/router', folder, settings.dev ? ['--dev'] : [])
  const apps = []
  for (const size of settings.sizes) apps.push(await open(folder, size))
  const rows = []
  for (const [way, round, times] of [['fetch', fetching, settings.fetches], ['handle', dispatching, settings.dispatches]]) {
    for (const kind of Object.keys(apps[0].kinds)) {
      rows.push(await compare(`${way}, ${kind}`, apps.map((app) => round(app, app.kinds[kind], times)), settings))
    }
  }
  const built = []
  for (const size of settings.sizes) built.push(await building(folder, size, settings))
  console.log(`\n${report(settings, rows, built, JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')))}`)
})
