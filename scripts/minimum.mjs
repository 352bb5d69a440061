/**
 * The oldest Rust that is promised: `rust-version` in `Cargo.toml`.
 *
 * The workspace is checked with it, for wasm too if it can compile for wasm. Where that Rust is not installed the step is
 * left out, and says so; public CI has a job in which it is not.
 */
import { answer, find, must } from './command.mjs'
import { read, Stop } from './project.mjs'
import { canCompileForWasm, TARGET } from './setup/toolchain.mjs'

/** Thrown by a step that cannot be done here; the message says why. */
export class LeftOut extends Error {
  name = 'LeftOut'
}

/** The version that a manifest promises, `1.95`. */
export function promised(manifest) {
  const version = /^rust-version = "(\d+\.\d+)(?:\.\d+)?"/m.exec(manifest)?.[1]
  if (!version) throw new Stop('Cargo.toml states no rust-version')
  return version
}

/** Whether a line of `rustc --version` or `rustup toolchain list` is of that version. */
export function isVersion(line, version) {
  return new RegExp(`^(rustc )?${version.replace('.', '\\.')}(\\.\\d+)?([ -]|$)`).test(line)
}

/** Checks the workspace with the oldest Rust that is promised. */
export async function checkMinimum() {
  const version = promised(read('Cargo.toml'))
  const env = environmentOf(version)
  if (!env) throw new LeftOut(`\`rustup toolchain install ${version}\` would let it run`)
  await must('cargo', ['check', '--workspace', '--all-targets'], { env })
  if (!canCompileForWasm(env)) return `${version}; not for wasm, which it has no standard library for`
  await must('cargo', ['check', '--workspace', '--lib', '--exclude', 'whippet-macros', '--target', TARGET], { env })
  return `${version}, for wasm too`
}

/** The variables that make cargo use a version; `undefined` if it is not installed. */
function environmentOf(version) {
  if (isVersion(answer('rustc', ['--version']) ?? '', version)) return {}
  const installed = find('rustup') && answer('rustup', ['toolchain', 'list'])?.split('\n').find((line) => isVersion(line, version))
  // Apart from the others' files, so that neither has to build anew after the other.
  return installed ? { RUSTUP_TOOLCHAIN: installed.split(' ')[0], CARGO_TARGET_DIR: 'target/minimum' } : undefined
}
