/**
 * A Rust toolchain that compiles for `wasm32-unknown-unknown`.
 *
 * 1. The toolchain in use already can: nothing is done.
 * 2. Otherwise rustup adds the target, unless `RUSTUP_AUTO_INSTALL=0` tells it to fetch nothing.
 * 3. There a toolchain named `wasm` is used, and made from Debian's packages where that is allowed (`sysroot.mjs`).
 *
 * Whether a toolchain can is not guessed from its files: an empty crate that needs `std` is compiled (60 ms), which also
 * notices a library that was built by another compiler.
 */
import { answer, find, must } from '../command.mjs'
import { say, Stop } from '../project.mjs'
import { installPackages, maySystemInstall, rustupIsOffline } from './debian.mjs'
import { linkerIsThere, makeToolchain } from './sysroot.mjs'

/** What wasm is compiled for. */
export const TARGET = 'wasm32-unknown-unknown'
const LINKED = 'wasm'

/** Stops unless cargo and a toolchain for it are there. */
export function ensureRust() {
  if (!find('cargo')) throw new Stop('Rust is missing: get it from https://rustup.rs, then run this command again')
  if (answer('rustc', ['--version']) === undefined) {
    throw new Stop('there is cargo but no working rustc: `rustup toolchain install stable` gets one')
  }
}

let found

/**
 * Makes sure that wasm can be compiled.
 *
 * Returns the variables that a command needs which compiles for wasm: none, or `RUSTUP_TOOLCHAIN`.
 */
export async function ensureToolchain() {
  found ??= await toolchain()
  return found
}

async function toolchain() {
  ensureRust()
  if (canCompileForWasm({})) return {}
  if (!rustupIsOffline()) {
    await addTarget()
    return {}
  }
  const env = { RUSTUP_TOOLCHAIN: LINKED }
  if (find('rustup') && canCompileForWasm(env) && linkerIsThere()) return env
  if (!maySystemInstall() || !find('rustup')) {
    throw new Stop(
      `Rust cannot compile for ${TARGET} yet: \`rustup target add ${TARGET}\` makes it able to`,
    )
  }
  await makeToolchain(LINKED, TARGET)
  if (!canCompileForWasm(env)) throw new Stop(`the toolchain \`${LINKED}\` was made but does not compile for ${TARGET}`)
  return env
}

async function addTarget() {
  const help = 'Rust needs its WebAssembly target, and could not get it'
  if (!find('rustup')) {
    throw new Stop(
      `this Rust cannot compile for ${TARGET}: use the one of https://rustup.rs, or add your system's package for that target`,
    )
  }
  say(`adding the target ${TARGET} to Rust (half a minute)`)
  await must('rustup', ['target', 'add', TARGET], { help })
  if (!canCompileForWasm({})) throw new Stop(`${TARGET} was added, but this Rust does not compile for it; is its rustc not rustup's?`)
}

/** Whether a toolchain compiles for wasm: it is given nothing to compile, with `std`. */
export function canCompileForWasm(env) {
  const args = ['--target', TARGET, '--crate-type=lib', '--crate-name=nothing', '--emit=metadata=-', '-']
  return answer('rustc', args, { env, input: '' }) !== undefined
}

/** Makes sure that rustfmt and clippy are there. */
export async function ensureLints() {
  ensureRust()
  for (const [component, program] of [['rustfmt', 'rustfmt'], ['clippy', 'cargo-clippy']]) {
    if (answer(program, ['--version']) !== undefined) continue
    if (!find('rustup') || rustupIsOffline()) {
      throw new Stop(`${component} is missing: \`rustup component add ${component}\` installs it`)
    }
    say(`adding ${component} to Rust`)
    await must('rustup', ['component', 'add', component])
  }
}

/** Makes sure that clippy is there for what is compiled for wasm, which may be another toolchain's. */
export async function ensureWasmLints() {
  await ensureLints()
  const env = await ensureToolchain()
  if (!env.RUSTUP_TOOLCHAIN || answer('cargo-clippy', ['--version'], { env }) !== undefined) return
  if (!maySystemInstall()) throw new Stop('clippy is missing beside /usr/bin/rustc: the package rust-web-clippy has it')
  await installPackages(['rust-web-clippy'], 'a few seconds')
}
