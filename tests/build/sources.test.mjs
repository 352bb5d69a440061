/**
 * The fingerprint of sources.
 */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { hashSources, isCurrent } from '../../npm/src/build/sources.js'

const roots = ['Cargo.toml', 'src']
let base

const write = (path, text) => writeFileSync(join(base, path), text)
const hash = (of = roots) => hashSources(base, of)

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'whippet-sources-'))
  mkdirSync(join(base, 'src', 'inner'), { recursive: true })
  write('Cargo.toml', '[package]\n')
  write('src/lib.rs', 'mod inner;\n')
  write('src/inner/mod.rs', '// nothing\n')
})

afterEach(() => rmSync(base, { recursive: true }))

describe('the hash', () => {
  it('is the same for the same sources, in whatever order the roots are given', () => {
    assert.match(hash(), /^[0-9a-f]{64}$/)
    assert.equal(hash(), hash(['src', 'Cargo.toml']))
    assert.equal(hash(), hash(['src/', 'Cargo.toml', 'src/lib.rs']))
  })

  const changes = {
    'a changed file': () => write('src/inner/mod.rs', '// something\n'),
    'an added file': () => write('src/inner/more.rs', ''),
    'a removed file': () => rmSync(join(base, 'src/inner/mod.rs')),
    'a renamed file': () => renameSync(join(base, 'src/inner/mod.rs'), join(base, 'src/inner.rs')),
    'text that moved from one file to the next': () => {
      write('src/inner/mod.rs', '')
      write('src/lib.rs', '// nothing\nmod inner;\n')
    },
  }
  for (const [what, change] of Object.entries(changes)) {
    it(`sees ${what}`, () => {
      const before = hash()
      change()
      assert.notEqual(hash(), before)
    })
  }

  it('reads CRLF as LF', () => {
    const before = hash()
    write('src/lib.rs', 'mod inner;\r\n')
    write('src/inner/mod.rs', '// nothing\r\n')
    assert.equal(hash(), before)
  })

  it('tells binary files apart', () => {
    write('src/image.bin', Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xfe]))
    const before = hash()
    write('src/image.bin', Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xfd]))
    assert.notEqual(hash(), before)
  })

  it('leaves out names with a dot in front, and node_modules', () => {
    const before = hash()
    write('src/.DS_Store', 'x')
    mkdirSync(join(base, 'src', 'node_modules'))
    write('src/node_modules/a.js', 'x')
    assert.equal(hash(), before)
    mkdirSync(join(base, '.cargo'))
    write('.cargo/config.toml', 'x')
    assert.notEqual(hash([...roots, '.cargo/config.toml']), before)
  })

  it('ends in a circle of symbolic links', { skip: process.platform === 'win32' }, () => {
    symlinkSync(join(base, 'src'), join(base, 'src', 'inner', 'back'))
    assert.match(hash(), /^[0-9a-f]{64}$/)
  })

  it('names a root that does not exist', () => {
    assert.throws(() => hash(['Cargo.toml', 'gone']), /source root gone does not exist/)
  })
})

describe('isCurrent', () => {
  const record = (build) => {
    mkdirSync(join(base, 'pkg'), { recursive: true })
    for (const file of ['index.js', 'app_bg.wasm']) write(`pkg/${file}`, '')
    write('pkg/build.json', typeof build === 'string' ? build : JSON.stringify(build))
  }
  const check = () => isCurrent(base, join(base, 'pkg'))

  it('is true for what was recorded', () => {
    record({ sources: { sha256: hash(), roots } })
    assert.deepEqual(check(), { current: true, reason: '' })
  })

  const stale = {
    'a package that is not there': [() => {}, /build\.json is missing/],
    'sources that changed': [
      () => {
        record({ sources: { sha256: hash(), roots } })
        write('src/lib.rs', 'changed')
      },
      /sources changed since pkg\/ was built/,
    ],
    'a source folder that is gone': [
      () => {
        record({ sources: { sha256: hash(), roots } })
        rmSync(join(base, 'src'), { recursive: true })
      },
      /source root src does not exist/,
    ],
    'a module that is gone': [
      () => {
        record({ sources: { sha256: hash(), roots } })
        rmSync(join(base, 'pkg/app_bg.wasm'))
      },
      /app_bg\.wasm is missing/,
    ],
    'a record that is no JSON': [() => record('{'), /cannot be read/],
    'a record without sources': [() => record({ sources: { sha256: 1 } }), /does not say what it was built from/],
  }
  for (const [what, [prepare, reason]] of Object.entries(stale)) {
    it(`is false for ${what}, and says so`, () => {
      prepare()
      const answer = check()
      assert.equal(answer.current, false)
      assert.match(answer.reason, reason)
    })
  }
})
