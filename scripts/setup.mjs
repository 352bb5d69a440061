/**
 * `npm run setup`: gets everything that building and testing need, and nothing that is there already.
 *
 * `npm run setup -- rust browser` gets only what is named. The pieces are also called one by one, by the command that
 * needs them: see `setup/`.
 */
import { duration, main, say, Stop } from './project.mjs'
import { ensureBrowser } from './setup/browser.mjs'
import { ensureCargoTools, ensureWasmBindgen, ensureWasmPack } from './setup/cargo-tools.mjs'
import { ensureNodePackages, ensureTestPackages } from './setup/node-packages.mjs'
import { ensureLints, ensureRust, ensureToolchain, ensureWasmLints } from './setup/toolchain.mjs'

const pieces = {
  node: ensureNodePackages,
  rust: ensureRust,
  wasm: ensureToolchain,
  lints: ensureLints,
  'wasm-lints': ensureWasmLints,
  tools: ensureCargoTools,
  browser: ensureBrowser,
  tests: ensureTestPackages,
  'wasm-bindgen': ensureWasmBindgen,
  'wasm-pack': ensureWasmPack,
}
const all = ['node', 'rust', 'wasm', 'lints', 'wasm-lints', 'tools', 'browser', 'tests']

/** Gets the named pieces, in the order in which they build on each other. */
export async function ensure(names = all) {
  for (const name of names) {
    if (!Object.hasOwn(pieces, name)) throw new Stop(`there is no piece \`${name}\`; there are ${Object.keys(pieces).join(', ')}`)
  }
  for (const [name, piece] of Object.entries(pieces)) if (names.includes(name)) await piece()
}

await main(import.meta.url, async (names) => {
  const start = performance.now()
  await ensure(names.length ? names : all)
  say(`everything is there (${duration(performance.now() - start)})`)
})
