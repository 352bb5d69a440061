/**
 * The middleware's tables through the module: the same cases go to the app natively in `tests/middleware`.
 *
 * 1. Each case goes in exactly as its table has it, and through `Request` and `Response` where these can carry it, each in an instance of
 *    its own: some middleware remembers what was asked before.
 * 2. A synchronous handler answers at once, whatever synchronous middleware stands around it: no promise is made.
 * 3. Many requests at once share nothing.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readTable, tablesIn } from '../cases/table.mjs'
import { Sent, askDirectly, askTheWeb, atTime, build, faultsOf, noteLog, toRequest } from './asking.mjs'

let module
let restoreLog

before(async () => {
  module = await build('middleware', ['--dev'])
  restoreLog = noteLog()
})

after(() => restoreLog?.())

describe('a table of a middleware through the module', () => {
  const asked = { directly: 0, throughRequest: 0 }

  for (const table of tablesIn('middleware')) {
    it(table, async () => {
      const [direct, web] = [module.instantiate(), module.instantiate()]
      const faults = []
      for (const { name, request, response } of readTable(table)) {
        faults.push(...(await faultsOf(name, () => atTime(request.at, () => askDirectly(direct, request, {})), response)))
        asked.directly += 1
        const made = toRequest(request)
        if (!made) continue
        asked.throughRequest += 1
        const ask = () => atTime(request.at, () => askTheWeb(module, web, made, {}, request.client))
        faults.push(...(await faultsOf(`${name}, as a Request`, ask, response)))
      }
      assert.deepEqual(faults, [])
    })
  }

  it('was asked case by case, most of them through Request, too', () => {
    assert.ok(asked.directly >= 400, `only ${asked.directly} cases were read`)
    assert.ok(asked.throughRequest > asked.directly * 0.9, `only ${asked.throughRequest} of ${asked.directly}`)
  })
})

describe('a synchronous handler', () => {
  const reply = (status, fields) => ({ status, fields })
  const ask = (host, target, headers = {}) => host.handle(new Sent({ method: 'GET', target, headers }, {}), reply)

  it('answers without a promise behind five that do not wait', () => {
    const host = module.instantiate()
    const first = ask(host, '/onion/five', { origin: 'https://dogs.example' })
    assert.ok(!(first instanceof Promise), 'it is a promise')
    assert.equal(first.status, 200)
    for (const name of ['x-request-id', 'x-frame-options', 'access-control-allow-origin', 'etag']) {
      assert.ok(first.fields.includes(name), `${name} is missing: one of the five does nothing`)
    }
    assert.ok(!(ask(host, '/onion/five/nothing') instanceof Promise), 'a 404 is a promise')
    assert.equal(host.pending, 0)
  })

  it('answers with a promise behind one that waits', async () => {
    const answer = ask(module.instantiate(), '/onion/waits')
    assert.ok(answer instanceof Promise)
    assert.equal((await answer).status, 200)
  })
})

describe('a thousand requests at once, behind middleware', () => {
  it('share nothing: each has its own id, and its own answer', async () => {
    const host = module.instantiate()
    const reply = (status, fields, body) => ({ status, id: fields[fields.indexOf('x-request-id') + 1], body: Buffer.from(body ?? []).toString() })
    const ask = (number) => {
      const headers = { 'x-request-id': `request-${number}`, 'content-type': 'application/json' }
      const [target, body] = number % 2 ? ['/onion/waits/echo', { json: number }] : ['/onion/five', { text: `${number}` }]
      return host.handle(new Sent({ method: 'POST', target, headers, body }, {}), reply)
    }
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, number) => ask(number)))
    for (const [number, { status, id, body }] of answers.entries()) {
      assert.deepEqual([status, body], [200, `${number}`])
      if (number % 2 === 0) assert.equal(id, `request-${number}`)
    }
    assert.equal(host.pending, 0)
  })
})

describe('a client that goes away', () => {
  const reply = (_, fields, body) => Buffer.from(body ?? []).toString()
  const send = (target) => new Sent({ method: 'GET', target }, {})
  const leave = async (host, target) => {
    const sent = send(target)
    const answer = host.handle(sent, reply)
    sent.abort()
    await answer
    await Promise.all(sent.tasks)
  }

  it('leaves a line that says so', async () => {
    const { log } = console
    const lines = []
    console.log = (line) => lines.push(JSON.parse(line))
    try {
      await leave(module.instantiate(), '/logger/plain/forever')
    } finally {
      console.log = log
    }
    assert.deepEqual(lines.map(({ path, route, status, cancelled }) => ({ path, route, status, cancelled })), [
      { path: '/logger/plain/forever', route: '/logger/plain/forever', status: undefined, cancelled: true },
    ])
  })

  it('is measured, without a status', async () => {
    const host = module.instantiate()
    await leave(host, '/metrics/all/forever')
    assert.equal(host.handle(send('/metrics/seen'), reply), '["GET /metrics/all/forever none 0 true"]')
    assert.equal(host.pending, 0)
  })
})
