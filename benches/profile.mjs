/**
 * `npm run bench:profile [work]`: where the CPU time of a request goes, in Whippet's Node server and in the bare one, on Node 24.
 *
 * 1. Node's own sampling profiler runs in the server, on a core of its own, while wrk asks it; each sample counts for where it was taken.
 * 2. No two runs are alike, and these are no rounds in turn: the sums are not those of `npm run bench`. What counts is how they are shared out.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inside, main, Stop } from '../scripts/project.mjs'
import { chooseCores, pinned } from './bench/cores.mjs'
import { begin, end, firstAnswer, freePort } from './bench/servers.mjs'
import { round, writeScript } from './bench/wrk.mjs'
import { environment } from '../scripts/command.mjs'
import { buildPeers } from './build.mjs'
import { installPeers } from './install.mjs'
import { contextOf, ENVIRONMENT, PEERS } from './peers.mjs'
import { WORKS, workOf } from './works.mjs'

const RUNTIME = 'node24'
const SAMPLE_US = 500
const [WARM_UP_MS, MEASURED_MS] = [2000, 8000]
const CONNECTIONS = 32

/** Only a process that ends by itself writes its profile. */
const ENDS = 'data:text/javascript,process.on("SIGTERM",()=>process.exit(0))'

/** Where a sample was taken, the first that fits. */
const PLACES = [
  ['writing to the socket (the kernel’s part with it)', ({ functionName }) => /^write(Latin1String|Utf8String|Buffer|v)$/.test(functionName)],
  ['collecting garbage', ({ functionName }) => functionName === '(garbage collector)'],
  ['the engine and reading from the socket', ({ functionName }) => functionName === '(program)'],
  ['nothing', ({ functionName }) => functionName === '(idle)' || functionName === '(root)'],
  ['the module: routing, middleware, JSON, validation, the handler', ({ url }) => url.startsWith('wasm:')],
  ['the framework’s JavaScript, or the application’s', ({ url }) => url.startsWith('file:')],
  ['Node’s HTTP, streams, events and the rest of it', () => true],
]

/** The time of each place in a profile, in microseconds. */
function shares({ nodes, samples, timeDeltas }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map(PLACES.map(([title]) => [title, 0]))
  for (const [index, id] of samples.entries()) {
    const [title] = PLACES.find(([, fits]) => fits(frames.get(id)))
    times.set(title, times.get(title) + timeDeltas[index])
  }
  return times
}

/** Profiles the server of a peer under a work: microseconds a request, by place. */
async function profile(name, work, cores) {
  const peer = PEERS.find((peer) => peer.name === name && peer.runtimes.includes(RUNTIME))
  const folder = inside('target', 'bench', 'profile', name)
  rmSync(folder, { recursive: true, force: true })
  const port = await freePort()
  const [node, ...args] = peer.command({ ...contextOf(RUNTIME), port })
  const flags = ['--import', ENDS, '--cpu-prof', `--cpu-prof-interval=${SAMPLE_US}`, `--cpu-prof-dir=${folder}`]
  const before = performance.now()
  const child = begin(pinned(cores.measured, [node, ...flags, ...args]), { stdio: 'ignore', env: environment({ ...ENVIRONMENT, PORT: String(port) }) })
  const server = { peer, runtime: RUNTIME, child, port, log: '/dev/null', before, failed: new Promise(() => {}) }
  await firstAnswer(server, work.request, 20)
  const asking = { file: writeScript(work), port, core: cores.asking, connections: CONNECTIONS, what: `${name}, work ${work.id}` }
  let requests = 0
  for (const milliseconds of [WARM_UP_MS, MEASURED_MS]) requests += (await round({ ...asking, milliseconds })).sent
  await end(child)
  const [file] = readdirSync(folder)
  if (file === undefined) throw new Stop(`Node wrote no profile of ${name}`)
  const times = shares(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  return new Map([...times].map(([title, time]) => [title, time / requests]))
}

await main(import.meta.url, async (args) => {
  const work = workOf(args[0] ?? 'b')
  if (!work || args.length > 1) throw new Stop(`name one of the works ${WORKS.map(({ id }) => id).join(', ')}`)
  const cores = chooseCores()
  await installPeers()
  await buildPeers()
  const [bare, whippet] = [await profile('node-http', work, cores), await profile('whippet', work, cores)]
  const titles = PLACES.map(([title]) => title).filter((title) => title !== 'nothing')
  const sum = (times) => titles.reduce((total, title) => total + times.get(title), 0)
  const rows = titles.map((title) => `| ${title} | ${bare.get(title).toFixed(1)} | ${whippet.get(title).toFixed(1)} |`)
  console.log(['| µs a request, work ' + work.id + ' | node:http, bare | Whippet |', '| --- | ---: | ---: |', ...rows, `| together | ${sum(bare).toFixed(1)} | ${sum(whippet).toFixed(1)} |`].join('\n'))
})
