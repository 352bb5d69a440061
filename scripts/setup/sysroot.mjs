/**
 * The toolchain `wasm`, made of Debian's own Rust: for machines that reach package registries and nothing else.
 *
 * Debian's compiler comes with the source of its standard library, from which `std` for wasm is built once.
 *
 * 1. `-Cembed-bitcode=yes`, or a crate with `lto` fails with "can't find section .llvmbc".
 * 2. The crate `test` is built too, or every `wasm-bindgen-test` fails with "can't find crate for `test`".
 * 3. `rust-lld` is rustup's: Debian has none in that place.
 * 4. The paths of this machine are taken out: they would end up in every module.
 * 5. What was compiled against an earlier `std` fails with E0463, so that part of `target/` goes, and no other.
 *
 * Called by `toolchain.mjs` where `debian.mjs` allows it.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer, must } from '../command.mjs'
import { inside, say, Stop } from '../project.mjs'
import { installPackages } from './debian.mjs'

const LIBRARY = '/usr/lib/rustlib'

/** Whether the linker is in its place; the link to it dangles once its toolchain is gone. */
export function linkerIsThere() {
  return existsSync(join(LIBRARY, host(), 'bin', 'rust-lld'))
}

/** Installs Debian's Rust, builds `std` for `target`, and links it all as the toolchain `name`. */
export async function makeToolchain(name, target) {
  await installPackages(['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-clippy'], 'half a minute')
  const linker = join(answer('rustc', ['--print', 'sysroot']), 'lib', 'rustlib', host(), 'bin', 'rust-lld')
  if (!existsSync(linker)) throw new Stop(`rust-lld is missing, expected as ${linker}: \`rustup toolchain install stable\` brings it`)
  await buildStandardLibrary(target, linker)
  linkLinker(linker)
  await must('rustup', ['toolchain', 'link', name, '/usr'])
  rmSync(inside('target', target), { recursive: true, force: true })
}

async function buildStandardLibrary(target, linker) {
  say(`building Rust's standard library for ${target} (one to two minutes, once)`)
  const folder = mkdtempSync(join(tmpdir(), 'sysroot-'))
  try {
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'src', 'lib.rs'), '')
    writeFileSync(
      join(folder, 'Cargo.toml'),
      '[package]\nname = "sysroot"\nversion = "0.0.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n',
    )
    const args = ['build', '--release', '--target', target, '-Zbuild-std=std,panic_abort,test']
    await must('/usr/bin/cargo', args, {
      cwd: folder,
      env: {
        RUSTC: '/usr/bin/rustc',
        RUSTC_BOOTSTRAP: '1',
        RUSTFLAGS: undefined,
        CARGO_ENCODED_RUSTFLAGS: ['-Cembed-bitcode=yes', ...withoutPaths()].join('\x1f'),
        CARGO_PROFILE_RELEASE_DEBUG: '0',
        CARGO_TARGET_DIR: join(folder, 'target'),
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker,
        RUSTC_WRAPPER: undefined,
        RUSTUP_TOOLCHAIN: undefined,
      },
    })
    copyLibraries(join(folder, 'target', target, 'release', 'deps'), join(LIBRARY, target, 'lib'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Flags that keep this machine's folders out of the messages of panics: what is compiled is published. */
function withoutPaths() {
  const registries = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src')
  const folders = existsSync(registries) ? readdirSync(registries).map((name) => join(registries, name)) : []
  const prefixes = [[registries, 'registry'], ...folders.map((folder) => [folder, 'registry']), [join(LIBRARY, 'src', 'rust'), 'rust']]
  return prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
}

/** Two builds of one library side by side are an error to rustc, so the old ones go first. */
function copyLibraries(from, to) {
  mkdirSync(to, { recursive: true })
  const libraries = (folder) => readdirSync(folder).filter((name) => name.endsWith('.rlib'))
  for (const name of libraries(to)) rmSync(join(to, name))
  for (const name of libraries(from)) copyFileSync(join(from, name), join(to, name))
}

function linkLinker(linker) {
  const folder = join(LIBRARY, host(), 'bin')
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, 'rust-lld'), { force: true })
  symlinkSync(linker, join(folder, 'rust-lld'))
}

function host() {
  return /^host: (.+)$/m.exec(answer('rustc', ['-vV']) ?? '')?.[1] ?? 'unknown'
}
