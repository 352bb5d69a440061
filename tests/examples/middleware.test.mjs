import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { load, posted } from './package.mjs'

const send = await load('middleware')

/** Runs something, and gives what was written to the log meanwhile. */
async function noted(t, run) {
  const { mock } = t.mock.method(console, 'log', () => {})
  const result = await run()
  mock.restore()
  return [result, mock.calls.map(({ arguments: [line] }) => JSON.parse(line))]
}

test('everything_passes_what_stands_around_everything', async (t) => {
  const [{ status, headers }, [line]] = await noted(t, () => send('/api/nothing', { headers: { 'x-request-id': 'r7' } }))
  assert.deepEqual([status, headers.get('x-request-id'), headers.get('x-content-type-options')], [404, 'r7', 'nosniff'])
  assert.match(headers.get('server-timing'), /total;dur=/)
  assert.deepEqual([line.status, line.request_id, line.path, line.level], [404, 'r7', '/api/nothing', 'warn'])
  assert.ok(Math.abs(Date.parse(line.time) - Date.now()) < 5000, line.time)
  assert.deepEqual((await noted(t, () => send('/health')))[1], [])
})

test('pages_are_packed_kept_and_asked_about', async (t) => {
  t.mock.method(console, 'log', () => {})
  const { headers, text } = await send('/')
  assert.equal(headers.get('cache-control'), 'public, max-age=300')
  const again = await send('/', { headers: { 'if-none-match': headers.get('etag') } })
  assert.deepEqual([again.status, again.text], [304, ''])
  const { mock } = t.mock.method(Response.prototype, 'text', async function () {
    return gunzipSync(Buffer.from(await this.arrayBuffer())).toString()
  })
  const packed = await send('/', { headers: { 'accept-encoding': 'gzip' } })
  mock.restore()
  assert.deepEqual([packed.headers.get('content-encoding'), packed.text], ['gzip', text])
})

test('a_part_has_its_own', async (t) => {
  t.mock.method(console, 'log', () => {})
  const origin = 'https://dogs.example'
  const preflight = await send('/api/dogs', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, origin])
  assert.equal((await send('/', { headers: { origin } })).headers.get('access-control-allow-origin'), null)
  assert.equal((await send('/api/dogs', posted('a'.repeat(1000)))).status, 413)
  assert.equal((await send('/v1/dogs')).headers.get('sunset'), 'Sun, 31 Jan 2027 00:00:00 GMT')
})

test('what_takes_too_long_is_given_up', async (t) => {
  t.mock.method(console, 'log', () => {})
  t.mock.method(console, 'error', () => {})
  const { status, headers } = await send('/api/report?seconds=60')
  assert.deepEqual([status, headers.get('content-type')], [504, 'application/problem+json'])
})
