/**
 * What the listener of a Node server hands on of a request: the same as a `Request` would.
 */
import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import { after, before, it } from 'node:test'
import { createListener } from '../../npm/dist/server.js'

/** Sent twice where it stands twice. */
const SENT = [
  ['Host', 'a.example'],
  ['Content-Type', 'text/plain'],
  ['X-Dog', 'lola'],
  ['content-type', 'application/json'],
  ['x-dog', 'rex'],
  ['Cookie', 'a=1'],
  ['Authorization', 'one'],
  ['authorization', 'two'],
  ['cookie', 'b=2'],
  ['x-empty', ''],
]
const ASKED = ['content-type', 'x-dog', 'cookie', 'authorization', 'x-empty', 'x-none']
let server

before(async () => {
  const handle = (incoming, reply) => reply(200, ['content-type', 'application/json'], JSON.stringify([...ASKED.map((name) => incoming.header(name)), incoming.headers()]))
  server = createServer(createListener({ handle })).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})

after(() => server.close())

it('repeated headers are joined as the Fetch standard joins them', async () => {
  const text = await new Promise((resolve, reject) => {
    const sent = request({ port: server.address().port, headers: SENT.flat() }, async (response) => resolve((await response.toArray()).join('')))
    sent.on('error', reject).end()
  })
  const standard = new Headers(SENT)
  const [...values] = JSON.parse(text)
  const packed = values.pop()
  assert.deepEqual(values, ASKED.map((name) => standard.get(name)))
  for (const name of ASKED.slice(0, 5)) assert.ok(packed.includes(`${name}\0${standard.get(name)}\0`), `${name} in ${JSON.stringify(packed)}`)
})
