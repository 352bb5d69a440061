/**
 * What the listener of a Node server hands on of a request: the same as a `Request` would.
 */
import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import { duplexPair } from 'node:stream'
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
let late
/** What the module would answer with: it is another answer's as soon as the reply returns. */
const lent = new Uint8Array(2_000_000)

before(async () => {
  const handle = (incoming, reply) => {
    if (incoming.target === '/late') return void (late = incoming)
    if (incoming.target.startsWith('/lent?')) {
      lent.fill(Number(incoming.target.slice(6)))
      reply(200, ['content-type', 'application/octet-stream'], lent)
      return void lent.fill(0)
    }
    return reply(200, ['content-type', 'application/json'], JSON.stringify([...ASKED.map((name) => incoming.header(name)), incoming.headers()]))
  }
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

it('a client that is gone before anybody listens is told at once', async () => {
  const closed = new Promise((resolve) => server.once('request', (_, response) => response.once('close', resolve)))
  const sent = request({ port: server.address().port, path: '/late' }).on('error', () => {})
  sent.end()
  while (!late) await new Promise((resolve) => setTimeout(resolve, 1))
  sent.destroy()
  await closed
  let told = 0
  late.onAbort(() => (told += 1))
  assert.equal(told, 1)
})

it('a long answer is its own until its client has it', async () => {
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const ask = (byte) =>
    new Promise((resolve, reject) => {
      const answered = async (response) => {
        // More than the system takes for a client that does not read: its server has to keep the rest.
        if (byte % 2) await wait(20)
        resolve(Buffer.concat(await response.toArray()))
      }
      request({ port: server.address().port, path: `/lent?${byte}`, agent: false }, answered).on('error', reject).end()
    })
  const client = async (first) => {
    for (let byte = first; byte < first + 5; byte += 1) assert.deepEqual(await ask(byte), Buffer.alloc(lent.length, byte))
  }
  await Promise.all([1, 11, 20, 30, 41, 50].map(client))
})

it('a long answer is its own where no socket carries it', async () => {
  const answer = async (byte) => {
    const [ours, theirs] = duplexPair()
    const chunks = []
    ours.on('data', (chunk) => chunks.push(chunk))
    server.emit('connection', theirs)
    ours.write(`GET /lent?${byte} HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n`)
    await new Promise((resolve) => ours.once('end', resolve))
    return chunks
  }
  const first = await answer(1)
  await answer(2)
  // Looked at after the second, which would have been written over it.
  assert.deepEqual(Buffer.concat(first).subarray(-lent.length), Buffer.alloc(lent.length, 1))
})
