/**
 * The applications that are measured: for their sizes, their instructions, what crosses the boundary, and their memory.
 *
 * Read by `size.mjs`, `instructions.mjs` and tests. Each is built once for all of them, and only when its sources have changed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCrate } from './example.mjs'
import { inside } from './project.mjs'

/** By name: the crate, and its features. */
export const MEASURED = {
  hello: ['examples/hello'],
  demo: ['examples/demo'],
  // JSON, validation and five middlewares.
  api: ['benches/sizes', '--features', 'api'],
  // The same, with a handler that sleeps.
  waiting: ['benches/sizes', '--features', 'api,async-handler'],
}

/** Builds one, and says where its package is. */
export async function buildMeasured(name) {
  const [crate, ...options] = MEASURED[name]
  const folder = inside('target', 'size', name)
  await buildCrate(crate, folder, options)
  return folder
}

/** What a build says of itself. */
export function readBuild(folder) {
  return JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8'))
}

/** What a module was made with; others make another of the same source. */
export function compilerOf({ rustc, wasmBindgen, wasmOpt }) {
  return `${rustc.replace(/ \(.*/, '')}, wasm-bindgen ${wasmBindgen} and wasm-opt ${wasmOpt.replace(/^\D+/, '').split(' ')[0]}`
}
