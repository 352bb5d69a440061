/** The page's files by themselves: what they say of the Rust is true, they are small, and they ask nobody else. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { calls } from '../../public/calls.js'
import { layout } from '../../public/layout.js'

const folder = new URL('../../public/', import.meta.url)
const demo = new URL('../../examples/demo/src/', import.meta.url)
const names = readdirSync(folder)
const text = (name) => readFileSync(new URL(name, folder), 'utf8')

/** Rust without its layout: no white space, no comma that rustfmt sets before a closing bracket. */
const bare = (code) => code.replace(/\s+/g, '').replace(/,([)\]}])/g, '$1')

test('all Rust that the page shows stands in the demo’s source', () => {
  const source = bare(readdirSync(demo, { recursive: true })
    .filter((name) => name.endsWith('.rs'))
    .map((name) => readFileSync(new URL(name, demo), 'utf8'))
    .join('\n'))
  for (const { id, rust } of calls) {
    // Routes may stand apart in the source; a function's pieces are parted by an ellipsis.
    const pieces = rust.split(/\n(?=\.)|\n\n|…/)
    assert.ok(pieces.length > 0)
    for (const piece of pieces) assert.ok(source.includes(bare(piece)), `${id}: ${piece}`)
  }
})

test('all files together are under 60 kB, each under 400 lines', () => {
  const sizes = names.map((name) => Buffer.byteLength(text(name)))
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 60_000, `${sizes}`)
  for (const name of names) assert.ok(text(name).split('\n').length <= 400, name)
})

test('no file names another host or carries an inline script or style', () => {
  for (const name of names) {
    const urls = text(name).replaceAll('http://www.w3.org/2000/svg', '').match(/(?:https?:)?\/\/[\w-]+\.[\w.]+/g)
    assert.equal(urls, null, name)
  }
  const html = text('index.html')
  assert.doesNotMatch(html, /<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/)
  assert.match(html, /Content-Security-Policy"\s+content="default-src 'none'; script-src 'self'; style-src 'self'/)
})

test('every file that the page names is there', () => {
  const named = [...text('index.html').matchAll(/(?:href|src)="([\w.-]+\.\w+)/g)].map(([, name]) => name)
  assert.ok(named.length >= 5)
  for (const name of named) assert.ok(names.includes(name), name)
})

test('JSON is laid out without a change', () => {
  const cases = [
    ['{"status":"ok"}', '{\n  "status": "ok"\n}'],
    ['[]', '[]'],
    ['{ }', '{}'],
    ['"a, b: {"', '"a, b: {"'],
    ['12345678901234567890.10', '12345678901234567890.10'],
    ['{"a":1,"a":[ 2, {"b":"\\"}"} ]}', '{\n  "a": 1,\n  "a": [2, { "b": "\\"}" }]\n}'],
    [`{"a":{"long":"${'x'.repeat(60)}"}}`, `{\n  "a": {\n    "long": "${'x'.repeat(60)}"\n  }\n}`],
  ]
  for (const [compact, lines] of cases) assert.equal(layout(compact), lines)
  assert.throws(() => layout('{"a":}'), SyntaxError)
})
