/**
 * Programs, run as a person outside this repository runs them. Used by the tests beside it.
 *
 * 1. Nothing of the `npm test` that started the tests is left in the environment: not its settings, nor this repository's programs on `PATH`.
 * 2. A program that fails fails the test, with all that it printed.
 */
import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { root } from './readme.mjs'

/** The environment of a person's shell, and `extra`. */
export function environment(extra = {}) {
  const ofThisRun = /^(npm_(lifecycle|package|command|config_(local_prefix|workspace|omit_lockfile))|INIT_CWD$|NODE_TEST_CONTEXT$)/i
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofThisRun.test(name)))
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[key] = (env[key] ?? '').split(delimiter).filter((folder) => !folder.startsWith(root)).join(delimiter)
  return { ...env, ...extra }
}

/** Runs a program and returns what it wrote to standard output. */
export function execute(program, args, options) {
  // npm is a batch file there, which only a shell can start.
  return finish([program, ...args].join(' '), spawnSync(program, args, settings(options, process.platform === 'win32' && program === 'npm')))
}

/** Runs a line in the shell and returns what it wrote to standard output. */
export function type(line, options) {
  return finish(line, spawnSync(line, settings(options, true)))
}

const settings = ({ cwd, env } = {}, shell) => ({ cwd, env: environment(env), shell, encoding: 'utf8', maxBuffer: 1 << 28 })

function finish(line, { status, error, stdout, stderr }) {
  if (status !== 0) throw new Error(`\`${line}\` failed (${error?.message ?? status}):\n${stdout}\n${stderr}`)
  return stdout
}
