/**
 * `node benches/install.mjs`: what the peers of the benchmark need beside this repository, made or fetched once.
 *
 * 1. npm's packages of `benches/peers`, as its lock file says; Node 20, Node 24 and workerd are among them.
 * 2. NestJS's TypeScript, compiled into `target/bench/nest`, each time: it takes two seconds.
 * 3. Python's packages of `benches/peers/fastapi/requirements.txt`, in `target/bench/venv`.
 * 4. wrk, which asks over HTTP: from the system's packages where those may be installed here (`scripts/setup/debian.mjs`).
 *
 * The second time nothing is fetched.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { answer, find, must } from '../scripts/command.mjs'
import { main, say, Stop } from '../scripts/project.mjs'
import { installPackages, maySystemInstall } from '../scripts/setup/debian.mjs'
import { staleness } from '../scripts/setup/node-packages.mjs'
import { BENCH_FOLDER, contextOf, PEERS_FOLDER } from './peers.mjs'

/** Makes sure that everything is there that the peers need. */
export async function installPeers() {
  await ensurePackages()
  await compileNest()
  await ensurePython()
  await ensureWrk()
}

/**
 * `npm install` and not `npm ci`, which refuses to start where a registry does not carry the parts for other systems; it takes what the
 * lock file says, and leaves it as it is.
 */
async function ensurePackages() {
  const difference = staleness(PEERS_FOLDER) || missingNode()
  if (!difference) return
  if (!find('npm')) throw new Stop('npm is missing: it comes with Node.js, from https://nodejs.org')
  say(`installing the peers’ node packages with npm (${difference}; about a minute)`)
  await must('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: PEERS_FOLDER })
  if (missingNode()) throw new Stop(`${missingNode()}: npm has Node's own programs for Linux on x86-64, and this is ${process.platform} on ${process.arch}`)
}

/** Which Node is not there; npm leaves out without a word what is for another system. */
function missingNode() {
  const missing = ['node20', 'node24'].find((runtime) => !existsSync(contextOf(runtime).node))
  return missing && `${missing} is missing`
}

async function compileNest() {
  const folder = join(BENCH_FOLDER, 'nest')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await must(process.execPath, [join(PEERS_FOLDER, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(PEERS_FOLDER, 'nest')])
  // The compiled files look for packages from where they lie.
  symlinkSync(join(PEERS_FOLDER, 'node_modules'), join(folder, 'node_modules'), 'junction')
}

/** The virtual environment keeps the list of what it was made from; another list makes another. */
async function ensurePython() {
  const folder = join(BENCH_FOLDER, 'venv')
  const [wanted, installed] = [join(PEERS_FOLDER, 'fastapi', 'requirements.txt'), join(folder, 'requirements.txt')]
  if (text(wanted) === text(installed)) return
  const version = answer('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  if (!version || version.split('.').map(Number)[1] < 10) throw new Stop(`FastAPI needs Python 3.10 or newer as \`python3\`, and there is ${version ?? 'none'}`)
  say(`installing FastAPI for Python ${version} with pip (half a minute)`)
  rmSync(folder, { recursive: true, force: true })
  await makeEnvironment(folder)
  const { python } = contextOf('python')
  await must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', wanted])
  copyFileSync(wanted, installed)
}

/** Debian's Python comes without what makes environments. */
async function makeEnvironment(folder) {
  if (!answer('python3', ['-m', 'ensurepip', '--version']) && maySystemInstall()) await installPackages(['python3-venv'], 'a few seconds')
  await must('python3', ['-m', 'venv', folder], { help: 'on Debian and Ubuntu `apt install python3-venv` puts it right' })
}

function text(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

async function ensureWrk() {
  if (find('wrk')) return
  if (!maySystemInstall()) throw new Stop('wrk is missing, which asks the servers: `apt install wrk` on Debian and Ubuntu, `brew install wrk` on macOS')
  await installPackages(['wrk'], 'a few seconds')
}

await main(import.meta.url, async (args) => {
  if (args.length) throw new Stop(`\`${args[0]}\` is not known; there is nothing to say`)
  await installPeers()
})
