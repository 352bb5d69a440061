/**
 * What a run of `npm run bench` measures: how many rounds, of what length, and which parts.
 *
 * 1. A full run measures everything; only it writes what is committed.
 * 2. A quick run and one of some parts show that all of it works. Their figures stay in `target/bench`.
 */
import { Stop } from '../../scripts/project.mjs'

/** The works, each over HTTP and, most of them, in process; then what is measured beside them. */
export const PARTS = ['a', 'b', 'c', 'd', 'e', 'f', 'start', 'sizes', 'module', 'memory', 'router', 'concurrency', 'body']

export const HELP = `npm run bench: measures Whippet beside its peers, 21 minutes on two cores that do nothing else.

  npm run bench                    measures all, and writes benches/results.json, docs/benchmarks.md, its pictures, and README.md's part
  npm run bench -- --quick         under five minutes: fewer works, runtimes and rounds; prints the tables and writes below target/bench only
  npm run bench -- --only a,start  some parts, as long as in a full run; prints and writes as --quick does
  npm run bench -- --report        measures nothing: draws all anew from benches/results.json

The parts: ${PARTS.join(', ')}. The works are a to f.
It needs Linux on x86-64, Node 20 or newer, Python 3.10 or newer, and Rust. The first run installs npm's and Python's packages of the peers, Node 20
and Node 24 among them, and wrk, and builds the applications in Rust: some ten minutes more. A noisy machine is told, and nothing is written.`

/** Of fewer than six rounds no interval holds the median with a certainty of 95 %. */
const FULL = {
  quick: false,
  parts: PARTS,
  groups: ['node20', 'node24', 'workerd'],
  /** Over HTTP: rounds of so many milliseconds with so many connections. */
  http: { rounds: 12, warmUp: 5, milliseconds: 350, connections: 32, attempts: 3 },
  /** The same with very many connections at once, which have so long to be opened. */
  crowd: { rounds: 6, warmUp: 1, milliseconds: 1000, ramp: 400, attempts: 3 },
  process: { rounds: 31, warmUp: 5, milliseconds: 50, attempts: 3 },
  start: { rounds: 12, warmUp: 1, attempts: 3 },
  module: { rounds: 25, warmUp: 1, attempts: 3 },
  memory: { requests: 1_000_000 },
  router: { sizes: [10, 100, 1000, 10_000], rounds: 101, warmUp: 10 },
  concurrency: { sizes: [1, 10, 100, 1000, 10_000], rounds: 21, warmUp: 3 },
  body: { sizes: [0, 1000, 64_000, 1_000_000, 4_500_000], rounds: 31, warmUp: 5 },
}

const QUICK = {
  ...FULL,
  quick: true,
  parts: PARTS.filter((part) => !['c', 'e'].includes(part)),
  groups: ['node24', 'workerd'],
  http: { rounds: 6, warmUp: 1, milliseconds: 250, connections: 32, attempts: 1 },
  crowd: { rounds: 6, warmUp: 1, milliseconds: 500, ramp: 400, attempts: 1 },
  process: { rounds: 15, warmUp: 3, milliseconds: 20, attempts: 1 },
  start: { rounds: 6, warmUp: 1, attempts: 1 },
  module: { rounds: 7, warmUp: 1, attempts: 1 },
  memory: { requests: 100_000 },
  router: { sizes: [10, 100, 1000, 10_000], rounds: 9, warmUp: 2 },
  concurrency: { sizes: [1, 10, 100, 1000, 10_000], rounds: 6, warmUp: 1 },
  body: { sizes: [0, 1000, 64_000, 1_000_000, 4_500_000], rounds: 6, warmUp: 1 },
}

/** What the arguments ask for: `{ help }`, `{ report }`, or the settings of a run, `complete` where it may write what is committed. */
export function settingsOf(args) {
  let [quick, only] = [false, undefined]
  const rest = [...args]
  while (rest.length) {
    const arg = rest.shift()
    if (arg === '--help') return { help: true }
    if (arg === '--report' && args.length === 1) return { report: true }
    if (arg === '--quick') quick = true
    else if (arg === '--only') only = partsOf(rest.shift())
    else if (arg.startsWith('--only=')) only = partsOf(arg.slice('--only='.length))
    else if (arg === '--report') throw new Stop('`--report` measures nothing: it stands alone')
    else throw new Stop(`\`${arg}\` is not known; there are --quick, --only, --report and --help`)
  }
  const settings = quick ? QUICK : FULL
  return { ...settings, parts: only ?? settings.parts, complete: !quick && only === undefined }
}

function partsOf(text = '') {
  const names = text.split(',').filter(Boolean)
  const unknown = names.find((name) => !PARTS.includes(name))
  if (unknown !== undefined || names.length === 0) throw new Stop(`--only wants some of ${PARTS.join(', ')}${unknown === undefined ? '' : `, not \`${unknown}\``}`)
  return PARTS.filter((part) => names.includes(part))
}
