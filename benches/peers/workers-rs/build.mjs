/**
 * Builds the crate as `worker-build --release` 0.8 does, which would download its tools: with those of this repository.
 *
 * 1. cargo, wasm-bindgen and wasm-opt get the options that `worker-build` gives them; the names of functions stay in the module, as there.
 * 2. wasm-bindgen is that of the repository's `Cargo.lock`, so the crate's `Cargo.lock` has the same version of the library.
 * 3. What fits its sources is not built again.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hashSources } from '../../../npm/src/build/sources.js'
import { must } from '../../../scripts/command.mjs'
import { duration, inside, root, say } from '../../../scripts/project.mjs'
import { ensureWasmBindgen } from '../../../scripts/setup/cargo-tools.mjs'
import { ensureNodePackages } from '../../../scripts/setup/node-packages.mjs'
import { TARGET, ensureToolchain } from '../../../scripts/setup/toolchain.mjs'

const CRATE = 'benches/peers/workers-rs'
const SOURCES = [`${CRATE}/Cargo.toml`, `${CRATE}/Cargo.lock`, `${CRATE}/src`, `${CRATE}/build.mjs`, 'benches/peers/routes.json']
const FEATURES = ['mutable-globals', 'sign-ext', 'nontrapping-float-to-int', 'bulk-memory', 'multivalue', 'reference-types', 'exception-handling']

/** Builds the crate into `target/bench/workers-rs`: `index.js` and `index_bg.wasm`. */
export async function buildWorkersRs() {
  const folder = inside('target', 'bench', 'workers-rs')
  const stamp = `${folder}/sources.txt`
  const sources = hashSources(root, SOURCES)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  const start = performance.now()
  await ensureNodePackages()
  const env = await ensureToolchain()
  await ensureWasmBindgen()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  say('compiling benches/peers/workers-rs (five minutes, once)')
  const module = await compile(env)
  await bind(module, folder)
  await optimise(`${folder}/index_bg.wasm`)
  writeFileSync(stamp, sources)
  say(`${CRATE} is built (${duration(performance.now() - start)})`)
}

/** Compiles the crate; returns where its module is. */
async function compile(env) {
  const target = inside('target', 'bench', 'cargo')
  const args = ['build', '--quiet', '--locked', '--release', '--lib', '--target', TARGET, '--manifest-path', inside(CRATE, 'Cargo.toml')]
  await must('cargo', args, { env: { ...env, CARGO_TARGET_DIR: target, WASM_BINDGEN_USE_JS_SYS: '1' } })
  return `${target}/${TARGET}/release/bench_workers_rs.wasm`
}

async function bind(module, folder) {
  const recovery = ['--experimental-reset-state-function', '--force-enable-abort-handler']
  await must('wasm-bindgen', [module, '--out-dir', folder, '--no-typescript', '--target', 'module', '--out-name', 'index', ...recovery])
  const file = `${folder}/index.js`
  // workerd gives a compiled module for a plain import.
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('import source ', 'import '))
}

async function optimise(module) {
  say('optimising it with wasm-opt (half a minute)')
  await must('wasm-opt', [module, '-o', module, '-O', ...FEATURES.map((name) => `--enable-${name}`), '--debuginfo'])
}
