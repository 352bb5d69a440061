/**
 * The command line: what it says, and what it refuses before it compiles anything.
 *
 * Missing tools are played by a PATH of our own, with links to the real tools and stand-ins for others.
 */
import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { root, whippet, workspace } from './fixture.mjs'

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whippet-command-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Asserts that a command failed with one sentence and an exit code. */
function failed(result, code, message) {
  assert.equal(result.status, code, result.stderr)
  assert.equal(result.stdout, '')
  const lines = result.stderr.trim().split('\n')
  assert.match(lines.at(-1), message)
  assert.match(lines.at(-1), /^whippet: /)
  assert.doesNotMatch(result.stderr, /^ +at /m)
}

describe('the command line', () => {
  it('explains itself', () => {
    for (const args of [['--help'], ['build', '-h']]) {
      const { status, stdout } = whippet(args)
      assert.equal(status, 0)
      for (const word of ['whippet build', '--out-dir', '--dev', '--features', '--include']) assert.ok(stdout.includes(word), `${word} is missing`)
    }
  })

  const misunderstood = {
    'no command': [[], /say what to do/],
    'an unknown command': [['serve'], /no command serve/],
    'an unknown option': [['build', '--fast'], /--fast/],
    'two crates': [['build', 'a', 'b'], /one crate folder, not 2/],
  }
  for (const [what, [args, message]] of Object.entries(misunderstood)) {
    it(`does not understand ${what}`, () => failed(whippet(args), 2, message))
  }
})

describe('a build is refused', () => {
  const app = join(workspace, 'app')
  const out = () => ['--out-dir', join(folder, 'pkg')]

  it('where there is no crate', () => {
    failed(whippet(['build', join(folder, 'nowhere')]), 1, /crate folder .*nowhere does not exist/)
    failed(whippet(['build', folder]), 1, /no Cargo\.toml in /)
    failed(whippet(['build', workspace]), 1, /describes a workspace and no crate/)
  })

  it('for a crate that is no app', () => {
    failed(whippet(['build', join(workspace, 'stamp'), ...out()]), 1, /stamp does not compile to a module: add `crate-type/)
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'src', 'lib.rs'), '')
    writeFileSync(join(folder, 'Cargo.toml'), '[package]\nname = "plain"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n')
    failed(whippet(['build', folder, ...out()]), 1, /plain does not use the framework: add `whippet`/)
  })

  it('where it would replace a folder of somebody else', () => {
    writeFileSync(join(folder, 'precious.txt'), 'kept')
    failed(whippet(['build', app, '--out-dir', folder]), 1, /was not made by `whippet build`/)
    assert.equal(readFileSync(join(folder, 'precious.txt'), 'utf8'), 'kept')
    assert.deepEqual(readdirSync(folder), ['precious.txt'])
    for (const build of ['{}', '{"whippet":"0.1.0","sources":{}}']) {
      writeFileSync(join(folder, 'build.json'), build)
      failed(whippet(['build', app, '--out-dir', folder]), 1, /was not made by `whippet build`/)
      assert.equal(readFileSync(join(folder, 'precious.txt'), 'utf8'), 'kept')
    }
  })

  it('for a feature that the crate does not have', () => {
    failed(whippet(['build', app, ...out(), '--features', 'nowhere']), 1, /cargo cannot read .*Cargo\.toml: .*nowhere/)
  })

  it('for an --include that is not there, or holds the package', () => {
    failed(whippet(['build', app, ...out(), '--include', join(folder, 'nowhere')]), 1, /nowhere given with --include does not exist/)
    failed(whippet(['build', app, ...out(), '--include', folder]), 1, /holds the package itself/)
    assert.ok(!existsSync(join(folder, 'pkg')))
  })
})

describe('a missing tool is one sentence that says how to get it:', { skip: process.platform === 'win32' }, () => {
  /** A PATH with links to some of the real tools and with stand-ins. */
  function pathWith(real, standIns = {}) {
    for (const name of real) {
      const found = process.env.PATH.split(delimiter).map((entry) => join(entry, name)).find((file) => existsSync(file))
      if (found !== undefined) symlinkSync(found, join(folder, name))
    }
    for (const [name, script] of Object.entries(standIns)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
      chmodSync(join(folder, name), 0o755)
    }
    return { PATH: folder }
  }
  const build = (env) => whippet(['build', join(workspace, 'app'), '--out-dir', join(folder, 'pkg')], { env, cwd: root })
  const rust = ['cargo', 'rustc', 'rustup']

  it('Rust', () => failed(build(pathWith([])), 1, /Rust is not installed: get it from https:\/\/rustup\.rs/))

  it('the target', () => {
    const rustc = 'case "$*" in --version) echo rustc 1.99.0;; *) echo /nowhere;; esac'
    const env = pathWith([], { rustc, cargo: 'echo cargo 1.99.0', rustup: 'echo stable' })
    failed(build({ ...env, RUSTUP_TOOLCHAIN: '' }), 1, /run `rustup target add wasm32-unknown-unknown`$/)
    failed(build({ ...env, RUSTUP_TOOLCHAIN: 'old' }), 1, /the toolchain old cannot compile .*--toolchain old`, or unset RUSTUP_TOOLCHAIN$/)
  })

  it('no target is missing where rustup knows a toolchain named wasm that has it', () => {
    mkdirSync(join(folder, 'lib'))
    writeFileSync(join(folder, 'lib', 'libstd-0123.rlib'), '')
    const rustc = `case "$RUSTUP_TOOLCHAIN $*" in *--version) echo rustc 1.99.0;; wasm*) echo ${folder}/lib;; *) echo /nowhere;; esac`
    const cargo = 'case "$1" in --version) echo cargo 1.99.0;; *) echo "error: asked with $RUSTUP_TOOLCHAIN" >&2; exit 1;; esac'
    const env = pathWith([], { rustc, cargo, rustup: 'echo stable\necho wasm' })
    failed(build({ ...env, RUSTUP_TOOLCHAIN: '' }), 1, /cargo cannot read .*: error: asked with wasm$/)
  })

  it('wasm-pack', () => failed(build(pathWith(rust)), 1, /wasm-pack is not installed: run `cargo install wasm-pack`$/))

  it('the command wasm-bindgen', () => {
    failed(build(pathWith([...rust, 'wasm-pack'])), 1, /run `cargo install wasm-bindgen-cli --version \d+\.\d+\.\d+ --locked`$/)
  })

  it('a wasm-bindgen of another version', () => {
    const env = pathWith([...rust, 'wasm-pack'], { 'wasm-bindgen': 'echo wasm-bindgen 0.2.1' })
    failed(build(env), 1, /wasm-bindgen is 0\.2\.1 and the app uses wasm-bindgen \d+\.\d+\.\d+: run `cargo install/)
  })

  it('nothing of all that touches the package folder', () => {
    build(pathWith(rust))
    assert.ok(!existsSync(join(folder, 'pkg')))
  })
})
