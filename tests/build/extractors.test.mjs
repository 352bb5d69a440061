/**
 * The extractors' tables through the module: the same cases go to the app natively in `tests/extractors`.
 *
 * 1. Each case goes in exactly as its table has it, and through `Request` and `Response` where these can carry it.
 * 2. Many requests at once share nothing: a dependency is made once for each, and cleaned up once, also where the client goes away.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { readTable, tablesIn } from '../cases/table.mjs'
import { Sent, askDirectly, askTheWeb, build, faultsOf, noteLog, toRequest } from './asking.mjs'

const env = JSON.parse(readFileSync(new URL('../cases/extractors-bindings.json', import.meta.url), 'utf8'))
let module
let restoreLog

before(async () => {
  module = await build('extractors', ['--dev'])
  restoreLog = noteLog()
})

after(() => restoreLog?.())

describe('a table of an extractor through the module', () => {
  const asked = { directly: 0, throughRequest: 0 }

  for (const table of tablesIn('extractors')) {
    it(table, async () => {
      const host = module.instantiate()
      const faults = []
      for (const { name, request, response } of readTable(table)) {
        faults.push(...(await faultsOf(name, () => askDirectly(host, request, env), response)))
        asked.directly += 1
        const web = toRequest(request)
        if (!web) continue
        asked.throughRequest += 1
        faults.push(...(await faultsOf(`${name}, as a Request`, () => askTheWeb(module, host, web, env, request.client), response)))
      }
      assert.deepEqual(faults, [])
    })
  }

  it('was asked case by case, most of them through Request, too', () => {
    assert.ok(asked.directly >= 400, `only ${asked.directly} cases were read`)
    assert.ok(asked.throughRequest > asked.directly * 0.9, `only ${asked.throughRequest} of ${asked.directly}`)
  })
})

describe('a dependency of a thousand requests at once', () => {
  const COUNT = 1000
  const reply = (status, _, body) => ({ status, body: body === null ? null : JSON.parse(Buffer.from(body)) })
  const shared = (number) => new Sent({ method: 'GET', target: '/dependencies/shared', headers: { 'x-request': `r${number}` } }, env)
  const tallyOf = async (host) => (await host.handle(new Sent({ method: 'GET', target: '/dependencies/tally' }, env), reply)).body

  it('is made once for each, whoever asks for it, and cleaned up once', async () => {
    const host = module.instantiate()
    const requests = Array.from({ length: COUNT }, (_, number) => shared(number))
    const answers = await Promise.all(requests.map((request) => host.handle(request, reply)))
    for (const [number, { status, body }] of answers.entries()) {
      const name = `r${number}`
      assert.equal(status, 200)
      assert.deepEqual([body.requests, body.is_one], [[name, name, name, name], true])
    }
    await Promise.all(requests.flatMap(({ tasks }) => tasks))
    assert.deepEqual(await tallyOf(host), { made: COUNT, cleaned: COUNT })
    assert.equal(host.pending, 0)
  })

  it('is cleaned up once for a request whose client goes away, whenever that is', async () => {
    const host = module.instantiate()
    const requests = Array.from({ length: COUNT }, (_, number) => shared(number))
    const answers = requests.map((request) => host.handle(request, reply))
    // A third before anything is waited for, a third in the middle, the others stay.
    for (let number = 0; number < COUNT; number += 3) requests[number].abort()
    await pause(3)
    for (let number = 1; number < COUNT; number += 3) requests[number].abort()
    for (const [number, { status, body }] of (await Promise.all(answers)).entries()) {
      if (number % 3 === 0) assert.equal(status, 500)
      else if (status === 200) assert.deepEqual(body.requests, Array(4).fill(`r${number}`))
      else assert.equal(number % 3, 1)
    }
    await Promise.all(requests.flatMap(({ tasks }) => tasks))
    assert.deepEqual(await tallyOf(host), { made: COUNT, cleaned: COUNT })
    assert.equal(host.pending, 0)
  })
})
