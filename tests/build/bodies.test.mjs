/**
 * A body that is read as a stream, through the module: from a `Request`, and from a Node server's connection.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request as send } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root, whippet, workspace } from './fixture.mjs'

const pkg = join(workspace, 'target', 'bodies')
const MEGABYTE = 1_000_000
let serve
let instances
let server
let port

before(async () => {
  const built = whippet(['build', join(workspace, 'app'), '--out-dir', pkg], { cwd: root })
  assert.equal(built.status, 0, built.stderr)
  const load = (file) => import(pathToFileURL(join(pkg, file)).href)
  const [{ Instances }, { create }, web, { createServer }] = await Promise.all(['instance.js', 'glue.js', 'web.js', 'server.js'].map(load))
  serve = web.serve
  instances = new Instances(create, new WebAssembly.Module(readFileSync(join(pkg, 'app_bg.wasm'))))
  server = createServer({ handle: (incoming, reply) => instances.handle(incoming, reply) })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = server.address().port
})

after(() => {
  server?.closeAllConnections()
  server?.close()
})

const soon = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Waits until something holds. */
async function until(holds) {
  for (let turn = 0; !(await holds()); turn += 1) {
    assert.ok(turn < 2000, `${holds} does not come true`)
    await soon()
  }
}

const chunk = (size, byte = 97) => new Uint8Array(size).fill(byte)

/** Chunks as a stream that gives one when it is asked. */
function stream(chunks, { end = (controller) => controller.close(), asked = () => {} } = {}) {
  let next = 0
  return new ReadableStream(
    {
      async pull(controller) {
        asked()
        await soon(0)
        if (next < chunks.length) controller.enqueue(chunks[next++])
        else end(controller)
      },
    },
    { highWaterMark: 0 },
  )
}

async function post(path, body, init = {}) {
  const response = await serve(instances.host(), new Request(`http://localhost${path}`, { method: 'POST', body, duplex: 'half', ...init }), {})
  return { status: response.status, text: await response.text() }
}

const dropped = async () => Number(await (await serve(instances.host(), new Request('http://localhost/dropped'), {})).text())

/** Sends chunks as one request, some time apart. */
function postOver(path, chunks, gap = 0) {
  return new Promise((resolve, reject) => {
    const request = send({ port, path, method: 'POST' }, async (response) => {
      const parts = []
      for await (const part of response) parts.push(part)
      resolve({ status: response.statusCode, body: Buffer.concat(parts), text: Buffer.concat(parts).toString() })
    })
    request.on('error', reject)
    const write = async () => {
      for (const part of chunks) {
        request.write(part)
        await soon(gap)
      }
      request.end()
    }
    void write()
  })
}

/**
 * Sends requests over one connection, each once the one before is answered, and gives their statuses and bodies. By hand: Node's own client
 * does not go on with a request that was answered early.
 */
async function overOneConnection(requests) {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (data) => (text += data.toString('latin1')))
  const answers = []
  for (const { path, chunks, headers = 'transfer-encoding: chunked' } of requests) {
    text = ''
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\n${headers}\r\n\r\n`)
    const chunked = headers.startsWith('transfer-encoding')
    for (const part of chunks) {
      if (chunked) socket.write(`${part.byteLength.toString(16)}\r\n`)
      if (!socket.write(part)) await new Promise((resolve) => socket.once('drain', resolve))
      if (chunked) socket.write('\r\n')
    }
    if (chunked) socket.write('0\r\n\r\n')
    await until(() => {
      const [head, body] = text.split('\r\n\r\n')
      return body?.length === Number(/content-length: (\d+)/i.exec(head)?.[1])
    })
    const [head, body] = text.split('\r\n\r\n')
    answers.push(`${head.slice(9, 12)} ${head.startsWith('HTTP/1.1 200') ? body : ''}`)
  }
  assert.ok(!socket.destroyed && socket.readyState === 'open')
  socket.destroy()
  return answers
}

describe('a Request with a stream', () => {
  it('comes in as it was cut, from a byte to a megabyte', async () => {
    for (const [count, size] of [[90, 1], [40, 1000], [20, 65_536], [9, MEGABYTE]]) {
      assert.deepEqual(await post('/chunks', stream(Array.from({ length: count }, () => chunk(size)))), { status: 200, text: `${count} ${count * size}` })
    }
    const text = Array.from({ length: 200 }, (_, index) => chunk(index, index))
    assert.equal((await post('/echo', stream(text))).text, Buffer.concat(text).toString())
  })

  it('may have no body, an empty one, and empty chunks', async () => {
    assert.equal((await post('/chunks', null)).text, '0 0')
    assert.equal((await post('/chunks', stream([]))).text, '0 0')
    assert.equal((await post('/chunks', stream([chunk(0), chunk(3), chunk(0)]))).text, '1 3')
    assert.equal((await post('/chunks', 'plain text')).text, '1 10')
  })

  it('is read no further than it is asked for', async () => {
    let asked = 0
    const body = stream(Array.from({ length: 50 }, () => chunk(10)), { asked: () => (asked += 1) })
    assert.equal((await post('/first', body)).text, '1 10')
    await soon()
    assert.equal(asked, 1)
    asked = 0
    assert.equal((await post('/unread', stream([chunk(1)], { asked: () => (asked += 1) }))).text, 'not a byte')
    assert.equal(asked, 0)
  })

  it('that is too large is 413, at once where its length is declared', async () => {
    assert.equal((await post('/echo', stream(Array.from({ length: 5 }, () => chunk(MEGABYTE))))).status, 413)
    let asked = 0
    const body = stream([chunk(1)], { asked: () => (asked += 1) })
    assert.equal((await post('/echo', body, { headers: { 'content-length': '4500001' } })).status, 413)
    assert.equal(asked, 0)
    assert.equal((await post('/whole', stream(Array.from({ length: 4 }, () => chunk(MEGABYTE))))).text, String(4 * MEGABYTE))
  })

  it('that breaks off, or was read before, is 400', async () => {
    const broken = stream([chunk(1), chunk(1)], { end: (controller) => controller.error(new Error('cut')) })
    assert.equal((await post('/chunks', broken)).status, 400)
    const used = new Request('http://localhost/chunks', { method: 'POST', body: 'a' })
    await used.text()
    assert.equal((await serve(instances.host(), used, {})).status, 400)
  })

  it('is dropped where the client goes away in the middle', async () => {
    const before = await dropped()
    const controller = new AbortController()
    const body = stream([chunk(1), chunk(1)], { end: () => new Promise(() => {}) })
    const gone = post('/chunks', body, { signal: controller.signal })
    await soon()
    assert.equal(await dropped(), before)
    controller.abort()
    assert.equal((await gone).status, 500)
    assert.deepEqual([await dropped(), instances.host().pending], [before + 1, 0])
  })

  it('does not hold up others, nor they it', async () => {
    const all = Array.from({ length: 40 }, (_, index) => post('/chunks', stream(Array.from({ length: index }, () => chunk(index)))))
    for (const [index, { text }] of (await Promise.all(all)).entries()) assert.equal(text, `${index} ${index * index}`)
  })
})

describe('an Incoming that another adapter made', () => {
  const NOTHING = new Uint8Array(0)

  const ask = (path, read) => {
    const own = { method: 'POST', target: path, env: {}, header: () => null, headers: () => '', client: () => '', onAbort() {}, waitUntil() {} }
    return instances.handle({ ...own, ...read }, (status, _, body) => `${status} ${body instanceof Uint8Array ? Buffer.from(body) : body}`)
  }

  it('may have each chunk at once, however many', async () => {
    let left = 20_000
    const chunked = (take) => take(left-- > 0 ? chunk(2) : NOTHING)
    assert.equal(await ask('/echo', { chunk: chunked }), `200 ${'a'.repeat(40_000)}`)
  })

  it('may take once for each question, and what it throws is a body that cannot be read', async () => {
    let left = 3
    const twice = (take) => {
      const next = left-- > 0 ? chunk(2) : NOTHING
      setTimeout(() => [next, chunk(7)].forEach(take))
    }
    assert.equal(await ask('/chunks', { chunk: twice }), '200 3 6')
    const throws = () => {
      throw new Error('no')
    }
    assert.match(await ask('/chunks', { chunk: throws }), /^400 /)
    assert.equal(instances.host().pending, 0)
  })
})

describe('a connection of a Node server', () => {
  it('comes in piece by piece, from a byte to a megabyte', async () => {
    const small = await postOver('/chunks', Array.from({ length: 20 }, () => chunk(1)), 3)
    assert.match(small.text, /^\d+ 20$/)
    assert.ok(Number.parseInt(small.text) > 1, small.text)
    const large = Array.from({ length: 4 }, (_, index) => chunk(MEGABYTE, index))
    assert.deepEqual((await postOver('/echo', large)).body, Buffer.concat(large))
    assert.equal((await postOver('/chunks', [])).text, '0 0')
  })

  it('that sends too much is told so, and is kept alive', async () => {
    const chunks = Array.from({ length: 5 }, () => chunk(MEGABYTE))
    const declared = { path: '/echo', chunks, headers: `content-length: ${5 * MEGABYTE}` }
    const small = { path: '/echo', chunks: [chunk(2)] }
    assert.deepEqual(await overOneConnection([{ path: '/echo', chunks }, small, declared, small]), ['413 ', '200 aa', '413 ', '200 aa'])
  })

  it('is kept alive where the handler stops reading early', async () => {
    const chunks = Array.from({ length: 30 }, () => chunk(100_000))
    const answers = await overOneConnection(['/first', '/unread', '/first', '/chunks'].map((path) => ({ path, chunks })))
    assert.match(answers.join(', '), /^200 1 \d+, 200 not a byte, 200 1 \d+, 200 \d+ 3000000$/)
  })

  it('that breaks off drops the handler, and the server goes on', async () => {
    const before = await dropped()
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /chunks HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc')
    await until(() => instances.host().pending === 1)
    assert.equal(await dropped(), before)
    socket.destroy()
    await until(() => instances.host().pending === 0)
    assert.equal(await dropped(), before + 1)
    assert.equal((await postOver('/chunks', [chunk(1)])).text, '1 1')
  })

  it('is answered before its body is over, and what is left is read for the next request', async () => {
    const socket = connect(port, '127.0.0.1')
    let answered = ''
    socket.on('data', (data) => (answered += data))
    socket.write('POST /first HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n')
    await until(() => answered.includes('1 3'))
    assert.match(answered, /^HTTP\/1\.1 200 [^]*1 3$/)
    // The rest of this one, and the next.
    socket.write('3\r\ndef\r\n0\r\n\r\nGET /count HTTP/1.1\r\nhost: a\r\n\r\n')
    await until(() => answered.match(/HTTP\/1\.1 200/g)?.length === 2)
    socket.destroy()
  })
})
