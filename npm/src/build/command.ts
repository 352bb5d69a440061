/**
 * Runs other programs: cargo, rustc, rustup, wasm-pack, wasm-opt.
 *
 * Called by the steps of the build that need a tool.
 *
 * 1. Arguments are passed as a list, never through a shell: a path with a space or a quote stays one argument.
 * 2. A program that is not installed is told apart from one that fails.
 */
import { spawnSync } from 'node:child_process'
import { BuildFailure } from './failure.js'

/** Where and with what environment a program runs. */
export interface Place {
  /** The folder it runs in. */
  readonly cwd: string
  /** Its whole environment. */
  readonly env: NodeJS.ProcessEnv
}

/** What a program said. */
export interface Answer {
  /** Exit code; -1 when a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program and returns what it said, or `undefined` where it is not installed.
 *
 * @throws {BuildFailure} when the program is there and cannot be started
 */
export function ask(program: string, args: readonly string[], place: Place): Answer | undefined {
  const result = spawnSync(program, args, { ...place, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (result.error !== undefined) {
    if (isNotFound(result.error)) return undefined
    throw new BuildFailure(`${program} cannot be started: ${result.error.message}`)
  }
  return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr }
}

/**
 * Runs a program in the open, its output going to this process's standard error, and returns its exit code
 * (-1 when a signal ended it), or `undefined` where it is not installed.
 *
 * @throws {BuildFailure} when the program is there and cannot be started
 */
export function show(program: string, args: readonly string[], place: Place): number | undefined {
  // Standard output is kept for the build's own result, so that it can be piped.
  const result = spawnSync(program, args, { ...place, stdio: ['ignore', 2, 2] })
  if (result.error !== undefined) {
    if (isNotFound(result.error)) return undefined
    throw new BuildFailure(`${program} cannot be started: ${result.error.message}`)
  }
  return result.status ?? -1
}

/** Returns the last line that says something: where cargo, rustc and wasm-opt put the reason. */
export function reason(answer: Answer): string {
  const lines = `${answer.stdout}\n${answer.stderr}`.split('\n').map((line) => line.trim())
  const error = lines.find((line) => line.startsWith('error'))
  return error ?? lines.filter((line) => line !== '').at(-1) ?? `exit code ${answer.code}`
}

function isNotFound(error: Error): boolean {
  return 'code' in error && error.code === 'ENOENT'
}
