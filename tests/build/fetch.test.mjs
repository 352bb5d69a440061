/**
 * Requests of an application to other servers, through the module and the platform's own `fetch`, to a server that is really there.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Sent, build, noteLog } from './asking.mjs'

let host, origin, server, restoreLog
/** What the server was asked, and what of it was broken off. */
const asked = []
const gone = []

before(async () => {
  const module = await build('middleware', ['--dev'], 'middleware-fetch')
  host = module.instantiate()
  restoreLog = noteLog()
  server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    const { method, url, headers } = request
    asked.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') })
    response.on('close', () => response.writableFinished || gone.push(url))
    if (url === '/never') return
    if (url === '/half') return response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy())
    if (url === '/moved') return response.writeHead(307, { location: '/there' }).end()
    response.setHeader('x-answer', ['a', 'caf\xe9'])
    response.writeHead(url === '/missing' ? 404 : 200).end(url === '/large' ? 'x'.repeat(1_000_000) : 'woof')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${server.address().port}`
})

after(() => {
  restoreLog?.()
  server?.closeAllConnections()
  server?.close()
})

const reply = (status, _, body) => ({ status, body: JSON.parse(Buffer.from(body ?? []).toString() || 'null') })
const sent = (query, body) => new Sent({ method: 'POST', target: `/fetch?${new URLSearchParams(query)}`, body: { text: body ?? '' } }, {})
const ask = (query, body) => host.handle(sent(query, body), reply)

describe('a request of an application to another server', () => {
  it('has its method, headers and body, and gives status, headers and body of the answer', async () => {
    const { status, body } = await ask({ url: `${origin}/dogs?q=a` }, 'bones')
    assert.equal(status, 200)
    assert.deepEqual(body, { status: 200, headers: ['a, caf\ufffd'], bytes: 4, text: 'woof' })
    const { method, url, headers, body: got } = asked.at(-1)
    assert.deepEqual([method, url, headers['x-note'], headers.accept, got], ['POST', '/dogs?q=a', 'caf\xe9', 'text/plain', 'bones'])
  })

  it('takes an error of the other server for an answer, follows redirects, and reads a large body', async () => {
    assert.equal((await ask({ url: `${origin}/missing` }, 'a')).body.status, 404)
    assert.deepEqual((await ask({ url: `${origin}/moved` }, 'a')).body.status, 200)
    assert.equal(asked.at(-1).url, '/there')
    assert.equal((await ask({ url: `${origin}/large`, method: 'GET' })).body.bytes, 1_000_000)
  })

  it('is a 502 where nobody answers, the answer breaks off, or the URL is none', async () => {
    for (const url of ['http://127.0.0.1:1/', `${origin}/half`, 'no url', 'http://']) {
      assert.equal((await ask({ url }, 'a')).status, 502, url)
    }
  })

  it('is a 504 where it takes too long, and is broken off', async () => {
    gone.length = 0
    assert.equal((await ask({ url: `${origin}/never`, milliseconds: 50 }, 'a')).status, 504)
    await pause(50)
    assert.deepEqual(gone, ['/never'])
  })

  it('is broken off with the request that it was made for', async () => {
    gone.length = 0
    const request = sent({ url: `${origin}/never` }, 'a')
    const answer = host.handle(request, reply)
    await pause(50)
    request.abort()
    await answer
    await pause(50)
    assert.deepEqual(gone, ['/never'])
    assert.equal(host.pending, 0)
  })

  it('is one of a hundred at once, and each gets its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, number) => ask({ url: `${origin}/${number}` }, `${number}`)))
    assert.ok(answers.every(({ body }) => body.text === 'woof'))
    assert.equal(new Set(asked.slice(-100).map(({ url, body }) => `${url} ${body}`)).size, 100)
  })
})
