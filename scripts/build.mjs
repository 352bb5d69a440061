/**
 * `npm run build`: makes `pkg/` of `examples/demo`, as a user's own build would, with the package's `whippet build`.
 *
 * What is missing is set up first. The part of the crate that is made of TypeScript is written before Rust is compiled.
 */
import { duration, main, say } from './project.mjs'
import { compile, whippet } from './npm-package.mjs'
import { writeBoundary } from './boundary.mjs'
import { ensureCargoTools } from './setup/cargo-tools.mjs'
import { ensureNodePackages } from './setup/node-packages.mjs'
import { ensureToolchain } from './setup/toolchain.mjs'

/** Sets up what a build needs; returns the variables for it. */
export async function prepare() {
  await ensureNodePackages()
  const env = await ensureToolchain()
  await ensureCargoTools()
  await compile()
  writeBoundary()
  return env
}

/** Builds one app crate into a folder. */
export async function build(crate = 'examples/demo', folder = 'pkg') {
  const start = performance.now()
  const env = await prepare()
  say(`building ${folder}/ from ${crate} (a minute or two the first time)`)
  await whippet(['build', crate, '--out-dir', folder, '--include', 'npm/src'], { env })
  say(`${folder}/ is built (${duration(performance.now() - start)})`)
}

await main(import.meta.url, () => build())
