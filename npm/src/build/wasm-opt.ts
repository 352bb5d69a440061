/**
 * Makes the compiled module smaller and faster with `wasm-opt`, and checks what comes out.
 *
 * Called by the build after wasm-pack; runs the `wasm-opt` of the npm package `binaryen`, so that everybody has the same version.
 *
 * 1. The result runs on Node 20: only what Rust's own wasm32 target uses anyway is enabled, and what the module declares that it uses.
 * 2. The result exports what went in; `__stack_pointer` among them, which the run time needs after a panic.
 * 3. Names and producers are stripped: a release module names neither its functions nor the tools it was made with.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ask, type Place, reason } from './command.js'
import { BuildFailure } from './failure.js'

/**
 * What Rust's wasm32 target has enabled by default since 1.87, all of it in Node 20. wasm-opt adds what the module's own
 * `target_features` section declares; naming these as well helps where a linker flag has stripped that section.
 */
const FEATURES = ['bulk-memory', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext']

/**
 * For speed, since size does not decide: -Oz makes 1 % less after gzip. --converge repeats the passes until they find nothing more, for half
 * a second. A large function that is called at one place only stays one: what is rarely run, such as the text of a fault, would else stand in
 * the middle of what always is, and an engine compiles whole functions when they are first called.
 */
const LEVEL = ['-O3', '--converge', '--one-caller-inline-max-function-size=20']

/** Returns the version of wasm-opt, such as `version 132`. */
export function wasmOptVersion(place: Place): string {
  const answer = ask(process.execPath, [command(), '--version'], place)
  if (answer === undefined || answer.code !== 0) throw new BuildFailure('wasm-opt does not run: reinstall the npm package binaryen')
  return answer.stdout.split(' ').slice(1, 3).join(' ').trim()
}

/**
 * Optimises `input` into `output`.
 *
 * @throws {BuildFailure} when wasm-opt refuses the module
 */
export function optimise(input: string, output: string, place: Place): void {
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features']
  const args = [...LEVEL, ...strip, ...FEATURES.map((feature) => `--enable-${feature}`), input, '--output', output]
  const answer = ask(process.execPath, [command(), ...args], place)
  if (answer === undefined || answer.code !== 0) {
    throw new BuildFailure(`wasm-opt refuses the module: ${answer === undefined ? 'node was not found' : reason(answer)}`)
  }
}

/**
 * Makes sure that a module can be compiled and exports what the run time needs.
 *
 * @throws {BuildFailure} when it does not
 */
export function checkModule(file: string): void {
  let exported: Set<string>
  try {
    const module = new WebAssembly.Module(readFileSync(file))
    exported = new Set(WebAssembly.Module.exports(module).map((item) => item.name))
  } catch (error) {
    throw new BuildFailure(`the compiled module is not valid: ${error instanceof Error ? error.message : String(error)}`)
  }
  for (const name of ['memory', '__stack_pointer']) {
    if (!exported.has(name)) {
      throw new BuildFailure(`the compiled module does not export ${name}: another linker flag seems to take it away, look for rustflags in Cargo's configuration`)
    }
  }
}

function command(): string {
  const require = createRequire(import.meta.url)
  let manifest: string
  try {
    manifest = require.resolve('binaryen/package.json')
  } catch {
    throw new BuildFailure('the npm package binaryen is not installed: run `npm install`')
  }
  const { bin }: { bin?: Record<string, string> } = JSON.parse(readFileSync(manifest, 'utf8'))
  const path = bin?.['wasm-opt']
  if (path === undefined) throw new BuildFailure('the npm package binaryen has no wasm-opt: reinstall it')
  return join(dirname(manifest), path)
}
