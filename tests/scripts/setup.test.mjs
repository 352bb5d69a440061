import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isAtLeast, lockedVersion } from '../../scripts/setup/cargo-tools.mjs'
import { staleness } from '../../scripts/setup/node-packages.mjs'
import { bare, clone, finish, folder, writeFiles } from './copy.mjs'

const posix = { skip: process.platform === 'win32' && 'the programs that stand in are shell scripts' }

/** A folder of programs that stand in for real ones: name to shell text. */
function programs(t, texts) {
  const base = folder(t)
  writeFiles(base, Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, `#!/bin/sh\n${text}\n`])))
  for (const name of Object.keys(texts)) chmodSync(join(base, name), 0o755)
  return base
}

/** Runs the set-up of one piece with nothing but the programs given. */
async function setup(t, piece, { texts = {}, files = {}, env = {} } = {}) {
  const base = clone(t)
  writeFiles(base, files)
  return finish(t, base, 'setup.mjs', [piece], { ...bare(folder(t)), PATH: programs(t, texts), ...env })
}

test('a_missing_tool_is_one_sentence_that_says_how_to_get_it', async (t) => {
  const lock = { 'Cargo.lock': '[[package]]\nname = "wasm-bindgen"\nversion = "0.2.130"\n' }
  const cases = [
    ['node', /^whippet: npm is missing: it comes with Node\.js, from https:\/\/nodejs\.org$/],
    ['rust', /^whippet: Rust is missing: get it from https:\/\/rustup\.rs, then run this command again$/],
    ['wasm', /^whippet: Rust is missing: /],
    ['lints', /^whippet: Rust is missing: /],
    ['tools', /^whippet: Rust is missing: /],
    ['browser', /^whippet: Chrome is missing: get it from https:\/\/\S+, or name one in CHROME_PATH$/],
  ]
  for (const [piece, sentence] of cases) {
    const { code, said } = await setup(t, piece, { files: lock })
    assert.equal(code, 1)
    assert.match(said.trimEnd(), sentence)
  }
})

test('a_rust_that_cannot_compile_for_wasm_gets_the_target_from_rustup', posix, async (t) => {
  const texts = {
    cargo: 'exit 0',
    rustc: 'case "$*" in --version) ;; *) test -e "$HOME/added" ;; esac',
    rustup: 'echo "rustup $*"; : > "$HOME/added"',
  }
  const { code, said } = await setup(t, 'wasm', { texts })
  assert.match(said, /adding the target wasm32-unknown-unknown to Rust/)
  assert.match(said, /^rustup target add wasm32-unknown-unknown$/m)
  assert.equal(code, 0)
})

test('a_target_that_is_there_asks_rustup_for_nothing', posix, async (t) => {
  const texts = { cargo: 'exit 0', rustc: 'exit 0', rustup: 'echo "rustup $*"; exit 1' }
  const { code, said } = await setup(t, 'wasm', { texts })
  assert.match(said, /^whippet: everything is there \([\d.]+ s\)\n$/)
  assert.equal(code, 0)
})

test('rustup_that_is_to_fetch_nothing_is_not_asked_to', posix, async (t) => {
  // Without rustup the set-up may not make a toolchain either, whoever runs this test.
  const texts = { cargo: 'exit 0', rustc: 'test "$*" = --version' }
  const { code, said } = await setup(t, 'wasm', { texts, env: { RUSTUP_AUTO_INSTALL: '0' } })
  assert.equal(said, 'whippet: Rust cannot compile for wasm32-unknown-unknown yet: `rustup target add wasm32-unknown-unknown` makes it able to\n')
  assert.equal(code, 1)
})

test('a_rust_without_rustup_is_told_where_the_target_comes_from', posix, async (t) => {
  const texts = { cargo: 'exit 0', rustc: 'test "$*" = --version' }
  const { code, said } = await setup(t, 'wasm', { texts })
  assert.match(said, /^whippet: this Rust cannot compile for wasm32-unknown-unknown: use the one of https:\/\/rustup\.rs, or /)
  assert.equal(code, 1)
})

test('tools_are_built_with_the_locked_crates_first_and_then_with_the_newest', posix, async (t) => {
  const texts = {
    rustc: 'exit 0',
    'wasm-pack': 'test -e "$HOME/built" && echo wasm-pack 0.15.1',
    'wasm-bindgen': 'if test -e "$HOME/built"; then echo wasm-bindgen 0.2.7; else echo wasm-bindgen 0.2.6; fi',
    cargo: 'echo "cargo $*"; case "$*" in *--locked*) exit 101 ;; *) : > "$HOME/built" ;; esac',
  }
  const files = { 'Cargo.lock': '[[package]]\nname = "wasm-bindgen"\nversion = "0.2.7"\n' }
  const { code, said } = await setup(t, 'tools', { texts, files })
  assert.match(said, /^cargo install --locked wasm-bindgen-cli@0\.2\.7 wasm-pack@0\.15\.1\ncargo install wasm-bindgen-cli@0\.2\.7 wasm-pack@0\.15\.1$/m)
  assert.equal(code, 0)
})

test('tools_that_are_there_build_nothing', posix, async (t) => {
  const texts = {
    rustc: 'exit 0',
    cargo: 'echo "cargo $*"; exit 1',
    'wasm-pack': 'echo wasm-pack 0.16.0',
    'wasm-bindgen': 'echo wasm-bindgen 0.2.7',
  }
  const files = { 'Cargo.lock': '[[package]]\nname = "wasm-bindgen"\nversion = "0.2.7"\n' }
  const { code, said } = await setup(t, 'tools', { texts, files })
  assert.match(said, /^whippet: everything is there/)
  assert.equal(code, 0)
})

test('a_piece_that_does_not_exist_is_named_with_those_that_do', async (t) => {
  const { code, said } = await setup(t, 'everything')
  assert.match(said, /^whippet: there is no piece `everything`; there are node, rust, wasm, /)
  assert.equal(code, 1)
})

test('the_version_of_a_crate_is_read_from_the_lock_file', () => {
  const lock = '[[package]]\nname = "wasm-bindgen-macro"\nversion = "1"\n\n[[package]]\r\nname = "wasm-bindgen"\r\nversion = "0.2.130"\r\n'
  assert.equal(lockedVersion(lock, 'wasm-bindgen'), '0.2.130')
  assert.equal(lockedVersion(lock, 'wasm'), undefined)
})

test('versions_are_compared_by_number', () => {
  const cases = [['0.15.1', true], ['0.15.2', true], ['0.16.0', true], ['1.0.0', true], ['0.15.0', false], ['0.9.9', false], ['0.15', false]]
  for (const [version, expected] of cases) assert.deepEqual([version, isAtLeast(version, '0.15.1')], [version, expected])
})

test('node_packages_are_stale_when_they_do_not_fit_the_lock_file', (t) => {
  const lock = (packages) => JSON.stringify({ packages })
  const wanted = {
    '': {},
    npm: { version: '1.0.0' },
    'node_modules/whippet': { link: true },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', optional: true },
  }
  const installed = { 'node_modules/whippet': { link: true }, 'node_modules/a': { version: '1.0.0' } }
  const cases = [
    [undefined, 'there are none'],
    [installed, ''],
    [{ ...installed, 'node_modules/a': { version: '0.9.0' } }, 'node_modules/a is 0.9.0, not 1.0.0'],
    [{ 'node_modules/whippet': { link: true } }, 'node_modules/a is missing'],
  ]
  for (const [packages, reason] of cases) {
    const base = folder(t)
    writeFiles(base, { 'package-lock.json': lock(wanted), ...(packages && { 'node_modules/.package-lock.json': lock(packages) }) })
    assert.equal(staleness(base), reason)
  }
})
