/**
 * The routing tables through the module: each application in an instance of its own, asked what the Rust tests ask natively.
 *
 * 1. One module answers for all: an application is described by a binding.
 * 2. A request goes in exactly as a row has it, and what HTTP can carry through `Request` and `Response`, too: a `Request` parses its URL,
 *    and the answer must be the same.
 * 3. That last rule holds for targets that no table has: many are put together, and both ways are compared with each other.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { readRouting } from '../cases/routing.mjs'
import { bodyBytes, checkResponse } from '../cases/table.mjs'
import { root, whippet } from './fixture.mjs'

const pkg = join(root, 'target', 'conformance')
const ORIGIN = 'http://localhost'
const log = console.error
let lines = []
let instantiate
let serve

before(async () => {
  const built = whippet(['build', join(root, 'tests', 'conformance'), '--out-dir', pkg])
  assert.equal(built.status, 0, built.stderr)
  const load = (file) => import(pathToFileURL(join(pkg, file)).href)
  const [{ Instances }, { create }, web] = await Promise.all(['instance.js', 'glue.js', 'web.js'].map(load))
  const module = new WebAssembly.Module(readFileSync(join(pkg, 'app_bg.wasm')))
  instantiate = () => new Instances(create, module).host()
  serve = web.serve
  // What the module logs is part of what is checked.
  console.error = (...parts) => lines.push(parts.join(' '))
})

after(() => {
  console.error = log
})

/** What was asked of the module. */
const asked = { directly: 0, throughRequest: 0 }

/** A request exactly as a case has it: nothing normalises the target. */
class Sent {
  #request

  constructor(request, env) {
    this.#request = request
    this.env = env
  }

  get method() {
    return this.#request.method
  }

  get target() {
    return this.#request.target
  }

  header(name) {
    return this.#request.headers?.[name] ?? null
  }

  headers() {
    return Object.entries(this.#request.headers ?? {}).map(([name, value]) => `${name}\0${value}\0`).join('')
  }

  async body() {
    return bodyBytes({ request: this.#request }) ?? new Uint8Array(0)
  }

  client() {
    return '\0\0\0\0\0\0\0'
  }

  onAbort() {}

  waitUntil() {}
}

/** The same as a `Request`; nothing where there is none, or where no line of HTTP could hold the target. */
function toRequest(request) {
  const { method, target, headers } = request
  const body = bodyBytes({ request })
  if (/[\0- ]/.test(target)) return undefined
  try {
    const made = new Request(target.startsWith('/') ? `${ORIGIN}${target}` : target, { method, headers, body })
    return made.method === method ? made : undefined
  } catch {
    // A method that the Fetch standard forbids, a body where it allows none, or a target that is no URL.
    return undefined
  }
}

/** Sends a request through an instance, exactly as it is. */
async function askDirectly(host, request, env) {
  const reply = (status, fields, body) => ({
    status,
    headers: fields.flatMap((field, index) => (index % 2 === 0 ? [[field, fields[index + 1]]] : [])),
    body: Buffer.from(body ?? []),
  })
  return host.handle(new Sent(request, env), reply)
}

/** Sends a request through `Request` and `Response`. */
async function askTheWeb(host, request, env) {
  const response = await serve(host, request, { env })
  return { status: response.status, headers: [...response.headers], body: Buffer.from(await response.arrayBuffer()) }
}

/** What is wrong with an answer, with the row's name; nothing where it is as expected. */
async function fault(name, ask, expected) {
  lines = []
  try {
    checkResponse(expected, { ...(await ask()), log: lines.join('\n') })
  } catch (error) {
    return [`${name}: ${error.message}`]
  }
  return []
}

/** Asks all that a group asks of one description of its application. */
async function faultsOf({ cases }, app) {
  const host = instantiate()
  const env = { APP: JSON.stringify(app) }
  const faults = []
  for (const { name, request, response } of cases) {
    faults.push(...(await fault(name, () => askDirectly(host, request, env), response)))
    asked.directly += 1
    const web = toRequest(request)
    if (!web) continue
    asked.throughRequest += 1
    faults.push(...(await fault(`${name}, as a Request`, () => askTheWeb(host, web, env), response)))
  }
  return faults
}

/** An application that is refused answers 503, and the log says why. */
const refusalOf = ({ refused }, app) =>
  fault('GET /', () => askDirectly(instantiate(), { method: 'GET', target: '/' }, { APP: JSON.stringify(app) }), { status: 503, problem: {}, log: refused })

describe('a table of routing through the module', () => {
  const groups = readRouting()
  for (const group of groups) {
    it(group.name, async () => {
      const faults = []
      for (const app of group.apps) {
        const found = await (group.refused ? refusalOf : faultsOf)(group, app)
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
    const host = instantiate()
    const env = { APP: JSON.stringify(app) }
    const textOf = ({ status, headers, body }) => `${status} ${headers} ${body}`
    const different = []
    const answers = new Set()
    for (const target of targets()) {
      const request = { method: 'GET', target }
      const sent = textOf(await askDirectly(host, request, env))
      const whole = textOf(await askDirectly(host, { method: 'GET', target: `${ORIGIN}${target}` }, env))
      const parsed = textOf(await askTheWeb(host, toRequest(request), env))
      if (sent !== parsed || sent !== whole) different.push({ target, sent, whole, parsed })
      answers.add(sent)
    }
    assert.deepEqual(different.slice(0, 10), [], `${different.length} targets are answered otherwise`)
    assert.ok(answers.size > 1000, `only ${answers.size} different answers`)
  })
})
