/**
 * Finds the Rust tools that a build needs and says how to get the ones that are missing.
 *
 * Called by the build before it compiles anything.
 *
 * 1. Nothing is installed from here.
 * 2. A toolchain that the user chose (RUSTUP_TOOLCHAIN) is never exchanged for another.
 * 3. Without such a choice, when the default toolchain has no standard library for wasm32 and rustup knows a
 *    toolchain named `wasm` that has one, that one is used: it is how a machine without downloads is set up.
 */
import { existsSync, readdirSync } from 'node:fs'
import { type Answer, ask, type Place, reason } from './command.js'
import { BuildFailure } from './failure.js'

/** The only compilation target. */
export const TARGET = 'wasm32-unknown-unknown'

/** The tools a build runs with. */
export interface Toolchain {
  /** The environment that selects the toolchain, for every later program. */
  readonly env: NodeJS.ProcessEnv
  /** What `rustc --version` says. */
  readonly rustc: string
}

/**
 * Finds a Rust compiler that can compile for wasm32.
 *
 * @throws {BuildFailure} when there is none; the message says how to get it
 */
export function findToolchain(place: Place): Toolchain {
  const rustc = ask('rustc', ['--version'], place)
  if (rustc === undefined || ask('cargo', ['--version'], place) === undefined) {
    throw new BuildFailure('Rust is not installed: get it from https://rustup.rs, then run `rustup target add wasm32-unknown-unknown`')
  }
  if (rustc.code !== 0) throw new BuildFailure(`rustc does not run: ${reason(rustc)}`)
  if (hasTarget(place)) return { env: place.env, rustc: rustc.stdout.trim() }
  const chosen = place.env['RUSTUP_TOOLCHAIN']
  if (chosen === undefined || chosen === '') {
    const linked: Place = { cwd: place.cwd, env: { ...place.env, RUSTUP_TOOLCHAIN: 'wasm' } }
    if (knowsWasmToolchain(place) && hasTarget(linked)) {
      const version = ask('rustc', ['--version'], linked)
      return { env: linked.env, rustc: version?.stdout.trim() ?? '' }
    }
    throw new BuildFailure(`Rust cannot compile for ${TARGET} yet: run \`rustup target add ${TARGET}\``)
  }
  throw new BuildFailure(
    `the toolchain ${chosen} cannot compile for ${TARGET}: run \`rustup target add ${TARGET} --toolchain ${chosen}\`, or unset RUSTUP_TOOLCHAIN`,
  )
}

/**
 * Makes sure that wasm-pack is there, and a wasm-bindgen command of exactly the version that the app uses.
 *
 * @throws {BuildFailure} when one is missing or of another version; the message says how to get it
 */
export function checkTools(place: Place, wasmBindgen: string): void {
  if (ask('wasm-pack', ['--version'], place) === undefined) {
    throw new BuildFailure('wasm-pack is not installed: run `cargo install wasm-pack`')
  }
  const install = `run \`cargo install wasm-bindgen-cli --version ${wasmBindgen} --locked\``
  const command = ask('wasm-bindgen', ['--version'], place)
  if (command === undefined) throw new BuildFailure(`the command wasm-bindgen is not installed: ${install}`)
  const version = command.stdout.trim().split(' ').at(1) ?? 'of an unknown version'
  if (version !== wasmBindgen) {
    throw new BuildFailure(`the command wasm-bindgen is ${version} and the app uses wasm-bindgen ${wasmBindgen}: ${install}`)
  }
}

function hasTarget(place: Place): boolean {
  const answer = ask('rustc', ['--print', 'target-libdir', '--target', TARGET], place)
  if (answer === undefined || answer.code !== 0) return false
  const folder = answer.stdout.trim()
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('libstd-'))
}

function knowsWasmToolchain(place: Place): boolean {
  const answer: Answer | undefined = ask('rustup', ['toolchain', 'list'], place)
  return answer !== undefined && answer.stdout.split('\n').some((line) => line.trim().split(' ')[0] === 'wasm')
}
