/**
 * The fixture app, built once for a test file, and what the tests ask of a built package.
 *
 * 1. The package goes into the fixture's own target folder, which nobody commits.
 * 2. It is built by the command line, as a user's would be.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The fixture's workspace. */
export const workspace = join(root, 'tests', 'fixtures', 'snippets')

/** The fixture's package. */
export const pkg = join(workspace, 'target', 'pkg')

const cli = join(root, 'npm', 'dist', 'cli.js')
if (!existsSync(cli)) throw new Error('npm/ is not compiled: `npm run build`')

/** Runs the command line. */
export function whippet(args, { cwd = root, env = {} } = {}) {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  return spawnSync(process.execPath, [cli, ...args], { cwd, env: { ...inherited, ...env }, encoding: 'utf8', maxBuffer: 1 << 26 })
}

/** Builds the fixture's package, with further variables and arguments. */
export function buildFixture(env, args = []) {
  return whippet(['build', join(workspace, 'app'), '--out-dir', pkg, ...args], { env })
}

/** All files of a folder with the hash of their contents. */
export function contents(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => statSync(join(folder, file)).isFile())
  return files.sort().map((file) => [file, createHash('sha256').update(readFileSync(join(folder, file))).digest('hex')])
}

/** Wraps every function among the exports so that each trap is reported with the name of its export. */
export function guarding(trapped) {
  const wrap = (name, value) => (...args) => {
    try {
      return value(...args)
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) trapped.push(name)
      throw error
    }
  }
  return (exports) => Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, typeof value === 'function' ? wrap(name, value) : value]))
}
