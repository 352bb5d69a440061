/**
 * The routing tables through the module: each application in an instance of its own, asked what the Rust tests ask natively.
 *
 * 1. One module answers for all: an application is described by a binding.
 * 2. A request goes in exactly as a row has it, and what HTTP can carry through `Request` and `Response`, too: a `Request` parses its URL,
 *    and the answer must be the same.
 * 3. That last rule holds for targets that no table has: many are put together, and both ways are compared with each other.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readRouting } from '../cases/routing.mjs'
import { askDirectly, askTheWeb, build, faultsOf, noteLog, toRequest } from './asking.mjs'

const ORIGIN = 'http://localhost'
let module
let restoreLog

before(async () => {
  module = await build('conformance')
  restoreLog = noteLog()
})

after(() => restoreLog?.())

/** What was asked of the module. */
const asked = { directly: 0, throughRequest: 0 }

/** Asks all that a group asks of one description of its application. */
async function faultsOfGroup({ cases }, app) {
  const host = module.instantiate()
  const env = { APP: JSON.stringify(app) }
  const faults = []
  for (const { name, request, response } of cases) {
    faults.push(...(await faultsOf(name, () => askDirectly(host, request, env), response)))
    asked.directly += 1
    const web = toRequest(request)
    if (!web) continue
    asked.throughRequest += 1
    faults.push(...(await faultsOf(`${name}, as a Request`, () => askTheWeb(module, host, web, env), response)))
  }
  return faults
}

/** An application that is refused answers 503, and the log says why. */
const refusalOf = ({ refused }, app) =>
  faultsOf('GET /', () => askDirectly(module.instantiate(), { method: 'GET', target: '/' }, { APP: JSON.stringify(app) }), { status: 503, problem: {}, log: refused })

describe('a table of routing through the module', () => {
  const groups = readRouting()
  for (const group of groups) {
    it(group.name, async () => {
      const faults = []
      for (const app of group.apps) {
        const found = await (group.refused ? refusalOf : faultsOfGroup)(group, app)
        faults.push(...found.map((each) => (app.reversed ? `reversed: ${each}` : each)))
      }
      assert.deepEqual(faults, [])
    })
  }

  it('was asked row by row, most of them through Request, too', () => {
    const rows = groups.reduce((sum, { cases }) => sum + cases.length, 0)
    assert.ok(rows >= 300, `only ${rows} rows were read`)
    assert.equal(asked.directly, rows * 2)
    assert.ok(asked.throughRequest > asked.directly * 0.9, `only ${asked.throughRequest} of ${asked.directly}`)
  })
})

/** What a path may hold that the URL standard does something about, and what looks like it. */
const PIECES = [
  ...['', '.', '..', '...', '%2e', '%2E%2e', '.%2e', '%252e', '..;', '.a', 'a', 'b'],
  ...['\\', '%5C', '%2F', '%2e%2e%2f', '\\..\\', '%61', '%zz', '%', '%c3%a9', 'é', '|', '^', '`', '{', '"<>', "'", '[x]', 'C:', '*', '?', '#', '?..\'', '#/..'],
]

/** Every two and three of the pieces, as segments and side by side. */
const targets = function* () {
  for (const one of PIECES) {
    for (const two of PIECES) {
      yield `/${one}/${two}`
      yield `/${one}${two}`
      for (const three of PIECES) {
        yield `/${one}/${two}/${three}`
        yield `/${one}/${two}${three}`
      }
    }
  }
}

describe('a target that a Request parses', () => {
  const routes = ['/', '/a', '/a/', '/a/b', '/a/{x}/b', '/a/{x}.', '/b/{*rest}', '/{x}|', '/{x}\'/{y?}', '/{x:[^a]}', '/{x}'].map((path) => `GET ${path}`)

  it('is answered like the same target as sent', async () => {
    const app = { routes, trailing_slash: 'redirect', nest: [{ prefix: '/a/a', app: { fallback: 'nested' } }] }
    const host = module.instantiate()
    const env = { APP: JSON.stringify(app) }
    const textOf = ({ status, headers, body }) => `${status} ${headers} ${body}`
    const different = []
    const answers = new Set()
    for (const target of targets()) {
      const request = { method: 'GET', target }
      const sent = textOf(await askDirectly(host, request, env))
      const whole = textOf(await askDirectly(host, { method: 'GET', target: `${ORIGIN}${target}` }, env))
      const parsed = textOf(await askTheWeb(module, host, toRequest(request), env))
      if (sent !== parsed || sent !== whole) different.push({ target, sent, whole, parsed })
      answers.add(sent)
    }
    assert.deepEqual(different.slice(0, 10), [], `${different.length} targets are answered otherwise`)
    assert.ok(answers.size > 1000, `only ${answers.size} different answers`)
  })
})
