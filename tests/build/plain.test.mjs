/**
 * What wasm-pack makes without `whippet build` is usable by itself: its `fetch` is that of the npm package.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { workspace } from './fixture.mjs'

const folder = join(workspace, 'target', 'plain')
let plain

before(async () => {
  const args = ['build', join(workspace, 'app'), '--dev', '--target', 'web', '--mode', 'no-install', '--no-opt', '--out-dir', folder, '--out-name', 'app']
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const built = spawnSync('wasm-pack', args, { env, encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  plain = await import(pathToFileURL(join(folder, 'app.js')).href)
  plain.initSync({ module: readFileSync(join(folder, 'app_bg.wasm')) })
})

const get = (path) => new Request(`http://localhost${path}`)

it('answers at once with a Response, and later with a promise of one', async () => {
  const now = plain.fetch(get('/count'))
  assert.ok(now instanceof Response)
  assert.equal(await now.text(), '1')
  const later = plain.fetch(get('/later/1'))
  assert.ok(later instanceof Promise)
  assert.equal(await (await later).text(), '2')
})

it('takes the environment and the context of a worker', async () => {
  const kept = []
  const context = { waitUntil: (promise) => kept.push(promise) }
  assert.equal(await plain.fetch(get('/bound'), { GREETING: 'hello', LIMIT: 3 }, context).text(), 'hello 3')
  await Promise.all(kept)
  assert.equal(kept.length, 1)
  assert.equal(plain.fetch(get('/bound')).status, 500)
})
