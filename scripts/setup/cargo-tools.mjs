/**
 * The programs that cargo builds: wasm-bindgen's command line with its test runner, and wasm-pack.
 *
 * 1. wasm-bindgen refuses to work on a library of any other version than its own, so its version is that of `Cargo.lock`.
 * 2. What is missing is built in one command, which shares the crates that both depend on.
 * 3. With the crates that their authors locked; where a registry does not have those yet, with the newest that fit.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer, run } from '../command.mjs'
import { read, say, Stop } from '../project.mjs'
import { ensureRust } from './toolchain.mjs'

const WASM_PACK = '0.15.1'

/** The version of a crate in the text of a `Cargo.lock`. */
export function lockedVersion(lock, crate) {
  return new RegExp(`^name = "${crate}"\\r?\\nversion = "([^"]+)"`, 'm').exec(lock)?.[1]
}

/** Whether version `one` is `other` or newer; both are `major.minor.patch`. */
export function isAtLeast(one, other) {
  const [left, right] = [one, other].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)))
  const place = right.findIndex((part, index) => part !== (left[index] ?? 0))
  return place === -1 || (left[place] ?? 0) > right[place]
}

/** Makes sure that `wasm-bindgen` is there in the version of `Cargo.lock`. */
export const ensureWasmBindgen = () => ensure([wasmBindgen()])

/** Makes sure that a wasm-pack is there that is new enough. */
export const ensureWasmPack = () => ensure([wasmPack])

/** Both at once, which is quicker than one after the other. */
export const ensureCargoTools = () => ensure([wasmBindgen(), wasmPack])

const wasmPack = { crate: 'wasm-pack', program: 'wasm-pack', version: WASM_PACK, fits: (version) => isAtLeast(version, WASM_PACK) }

function wasmBindgen() {
  const version = lockedVersion(read('Cargo.lock') ?? '', 'wasm-bindgen')
  if (!version) throw new Stop('Cargo.lock names no wasm-bindgen: `git checkout Cargo.lock` brings it back')
  return { crate: 'wasm-bindgen-cli', program: 'wasm-bindgen', version, fits: (installed) => installed === version }
}

function isMissing(tool) {
  const version = answer(tool.program, ['--version'])?.split(/\s+/)[1]
  return !version || !tool.fits(version)
}

async function ensure(tools) {
  let missing = tools.filter(isMissing)
  if (missing.length === 0) return
  ensureRust()
  say(`building ${list(missing)} with cargo install (about five minutes, once)`)
  const folder = mkdtempSync(join(tmpdir(), 'cargo-tools-'))
  try {
    for (const locked of [['--locked'], []]) {
      const crates = missing.map((tool) => `${tool.crate}@${tool.version}`)
      // Neither the flags nor the toolchain that the wasm is built with are for these.
      const env = { CARGO_TARGET_DIR: folder, RUSTFLAGS: undefined, CARGO_BUILD_TARGET: undefined }
      await run('cargo', ['install', ...locked, ...crates], { cwd: tmpdir(), env })
      missing = missing.filter(isMissing)
      if (missing.length === 0) return
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  throw new Stop(`${list(missing)} could not be built: \`cargo install ${missing[0].crate} --version ${missing[0].version}\` says why`)
}

function list(tools) {
  return tools.map((tool) => `${tool.program} ${tool.version}`).join(' and ')
}
