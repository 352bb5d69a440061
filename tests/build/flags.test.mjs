/**
 * The compiler flags of a build join the user's, wherever cargo takes those from.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { addFlags, flagsFor } from '../../npm/dist/build/rustflags.js'

const OURS = ['-Clink-arg=--export=__stack_pointer', '--remap-path-prefix=/a folder=.']
const TARGET = 'wasm32-unknown-unknown'
let crate

beforeEach(() => {
  crate = mkdtempSync(join(tmpdir(), 'whippet-flags-'))
  mkdirSync(join(crate, 'src'))
  mkdirSync(join(crate, '.cargo'))
  writeFileSync(join(crate, 'src', 'lib.rs'), '')
  writeFileSync(join(crate, 'Cargo.toml'), '[package]\nname = "flags"\nversion = "0.1.0"\nedition = "2024"\n[workspace]\n')
})

afterEach(() => rmSync(crate, { recursive: true }))

/** The environment without flags of whoever runs the tests. */
function clean(env = {}) {
  const names = Object.keys(process.env).filter((name) => !/RUSTFLAGS$/.test(name))
  return { ...Object.fromEntries(names.map((name) => [name, process.env[name]])), ...env }
}

/** Asks cargo itself which flags it hands to the compiler; whether that compiler has the target does not matter. */
function effective(env) {
  const cargo = addFlags(OURS, { cwd: crate, env: clean(env) })
  // What has been checked with the same flags before would not be checked again.
  rmSync(join(crate, 'target'), { recursive: true, force: true })
  const args = ['check', '--target', TARGET, '--verbose', '--offline', ...cargo.args]
  const { stderr } = spawnSync('cargo', args, { cwd: crate, env: cargo.env, encoding: 'utf8' })
  const line = stderr.split('\n').find((text) => text.includes('--crate-name flags'))
  assert.ok(line, stderr)
  return line
}

function assertBoth(env, ...users) {
  const line = effective(env)
  for (const flag of users) assert.ok(line.includes(flag), `${flag} is missing in ${line}`)
  assert.ok(line.includes('link-arg=--export=__stack_pointer'), line)
  return line
}

const configure = (text) => writeFileSync(join(crate, '.cargo', 'config.toml'), text)

describe('the flags reach the compiler', () => {
  it('where the user has none', () => assertBoth({}, '/a folder=.'))

  it('beside a target table', () => {
    configure(`[target.${TARGET}]\nrustflags = ["--cfg", "theirs"]\n[build]\nrustflags = ["--cfg", "unused"]\n`)
    assert.doesNotMatch(assertBoth({}, '--cfg theirs'), /unused/)
  })

  it('beside a target table with a condition', () => {
    configure(`[target.'cfg(target_arch = "wasm32")']\nrustflags = ["--cfg", "theirs"]\n`)
    assertBoth({}, '--cfg theirs')
  })

  it('beside a build table', () => {
    configure('[build]\nrustflags = ["--cfg", "theirs"]\n')
    assertBoth({}, '--cfg theirs', '/a folder=.')
  })

  it('beside flags that are written as one string', () => {
    configure('[build]\nrustflags = "--cfg theirs"\n')
    assertBoth({}, '--cfg theirs')
  })

  it('beside each variable of the environment', () => {
    assertBoth({ RUSTFLAGS: '--cfg theirs  --cfg others' }, '--cfg theirs', '--cfg others', '/a folder=.')
    assertBoth({ CARGO_ENCODED_RUSTFLAGS: '--cfg\x1ftheirs' }, '--cfg theirs', '/a folder=.')
    assertBoth({ CARGO_BUILD_RUSTFLAGS: '--cfg theirs' }, '--cfg theirs')
    assertBoth({ CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: '--cfg theirs' }, '--cfg theirs')
  })
})

describe('the flags of a build', () => {
  const app = { workspace: '/w', local: [{ name: 'app', folder: '/w/app' }, { name: 'near', folder: '/w-near' }] }

  it('keep the paths of the machine out of a release', () => {
    const flags = flagsFor(app, { CARGO_HOME: '/cargo' }, false).map((flag) => flag.replaceAll('\\', '/'))
    assert.deepEqual(flags, [
      '-Clink-arg=--export=__stack_pointer',
      '--remap-path-prefix=/w=.',
      '--remap-path-prefix=/cargo/registry/src=registry',
      '--remap-path-prefix=/cargo/git/checkouts=git',
      '--remap-path-prefix=/w-near=near',
    ])
  })

  it('leave the paths in a development build, for the debugger', () => {
    assert.deepEqual(flagsFor(app, {}, true), ['-Clink-arg=--export=__stack_pointer'])
  })
})
