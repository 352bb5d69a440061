/**
 * JSON Web Tokens through the module, on Node and on workerd: key pairs are WebCrypto's there, and keys may come from another server.
 *
 * 1. A secret is verified at once: no promise is made, for a good token and for a bad one.
 * 2. A key is imported by one request, and used by others; a promise never is: workerd forbids it.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac, createPublicKey, sign } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { NAMES } from '../../scripts/boundary.mjs'
import { Sent, build, noteLog } from './asking.mjs'
import { root } from './fixture.mjs'

/** This file's own build of the application, below `target`. */
const FOLDER = 'middleware-jwt'
const SECRET = '8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a'
const pem = (name) => readFileSync(join(root, 'tests/middleware/src/keys', name), 'utf8')
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token of somebody, for an hour. */
function token(alg, sub, kid) {
  const message = `${encoded({ alg, kid })}.${encoded({ sub, exp: Math.floor(Date.now() / 1000) + 3600 })}`
  const signed = {
    HS256: () => createHmac('sha256', SECRET).update(message).digest(),
    RS256: () => sign('sha256', message, pem('rsa.pem')),
    ES256: () => sign('sha256', message, { key: pem('ec.pem'), dsaEncoding: 'ieee-p1363' }),
    EdDSA: () => sign(null, Buffer.from(message), pem('ed.pem')),
  }
  return `${message}.${signed[alg]().toString('base64url')}`
}

const KEYS = { RS256: 'rsa', ES256: 'ec', EdDSA: 'ed' }
const jwk = (name) => ({ ...createPublicKey(pem(`${name}.pub`)).export({ format: 'jwk' }), kid: name })
const set = (...names) => JSON.stringify({ keys: names.map(jwk) })
const many = (count, call) => Promise.all(Array.from({ length: count }, (_, number) => call(number)))

let module, restoreLog

before(async () => {
  module = await build('middleware', ['--dev'], FOLDER)
  restoreLog = noteLog()
})

after(() => restoreLog?.())

const reply = (status, _, body) => ({ status, body: Buffer.from(body ?? []).toString() })
const ask = (host, target, token) =>
  host.handle(new Sent({ method: 'GET', target: `/jwt${target}`, headers: { authorization: `Bearer ${token}` } }, {}), reply)

describe('a token of a secret', () => {
  it('is verified without a promise', () => {
    const host = module.instantiate()
    for (const [sent, status] of [[token('HS256', 'lola'), 200], [token('HS256', 'lola').slice(0, -9), 401], [token('RS256', 'lola'), 401], ['a', 401], ['', 400]]) {
      const answer = ask(host, '/secret/me', sent)
      assert.ok(!(answer instanceof Promise), `${sent} is a promise`)
      assert.equal(answer.status, status, sent)
    }
  })
})

describe('a token of a key pair, in Node', () => {
  it('is one of a thousand at once, and each is its own sender', async () => {
    const host = module.instantiate()
    const kinds = Object.entries(KEYS)
    const answers = await many(1000, (number) => {
      const [alg, kid] = kinds[number % kinds.length]
      const good = token(alg, `dog ${number}`, kid)
      return ask(host, '/several/me', number % 10 ? good : good.slice(0, -9))
    })
    for (const [number, { status, body }] of answers.entries()) {
      if (number % 10) assert.equal(JSON.parse(body).name, `dog ${number}`)
      else assert.equal(status, 401)
    }
    assert.equal(host.pending, 0)
  })
})

describe('keys of another server, in Node', () => {
  const { fetch } = globalThis
  const asked = []
  let answer

  before(() => {
    globalThis.fetch = async (url, { headers }) => {
      asked.push([url, Object.fromEntries(headers).accept])
      return answer()
    }
  })

  after(() => Object.assign(globalThis, { fetch }))

  it('are fetched once, also for a hundred at once that come after the first', async () => {
    const host = module.instantiate()
    answer = () => new Response(set('rsa', 'ec', 'ed'))
    assert.equal((await ask(host, '/fetched/me', token('RS256', 'lola', 'rsa'))).status, 200)
    const answers = await many(100, () => ask(host, '/fetched/me', token('EdDSA', 'rex', 'ed')))
    assert.ok(answers.every(({ status }) => status === 200))
    assert.deepEqual(asked, [['https://login.example/jwks.json', 'application/jwk-set+json, application/json']])
    assert.equal((await ask(host, '/fetched/me', token('ES256', 'lola', 'another'))).status, 401)
    assert.equal(asked.length, 1, 'nobody has them fetched again at once')
  })

  it('are fetched by each of those that come together before there are any, and 503 is the answer where they cannot be', async () => {
    const host = module.instantiate()
    asked.length = 0
    answer = () => Promise.reject(new TypeError('fetch failed'))
    for (const { status } of await many(10, () => ask(host, '/fetched/me', token('RS256', 'lola', 'rsa')))) assert.equal(status, 503)
    assert.equal(asked.length, 10)
    assert.equal((await ask(host, '/fetched/me', token('RS256', 'lola', 'rsa'))).status, 503)
    assert.equal(asked.length, 10, 'not again at once')
    assert.equal(host.pending, 0)
  })
})

describe('on workerd', () => {
  const { default: workerd } = createRequire(join(root, 'tests', 'package.json'))('workerd')
  const folder = join(root, 'target', 'middleware-worker')
  let worker, url

  before(async () => {
    rmSync(folder, { recursive: true, force: true })
    cpSync(join(root, 'target', FOLDER), folder, { recursive: true })
    writeFileSync(
      join(folder, 'worker.js'),
      `import module from './app_bg.wasm'\nimport { create } from './glue.js'\nconst { fetch } = create(module)\nexport default { fetch: (request, env, context) => fetch(request, env, context) }\n`,
    )
    writeFileSync(
      join(folder, 'peer.js'),
      `export default { fetch: () => new Promise((resolve) => setTimeout(() => resolve(new Response(${JSON.stringify(set('rsa', 'ec', 'ed'))})), 20)) }\n`,
    )
    const embedded = (name) => `(name = "${name}", esModule = embed "${name}")`
    writeFileSync(
      join(folder, 'config.capnp'),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "peer", worker = .peer)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [${['worker', 'glue', ...NAMES].map((name) => embedded(`${name}.js`)).join(', ')}, (name = "app_bg.wasm", wasm = embed "app_bg.wasm")],
  compatibilityDate = "2026-01-01",
  globalOutbound = "peer",
);
const peer :Workerd.Worker = (modules = [${embedded('peer.js')}], compatibilityDate = "2026-01-01");
`,
    )
    worker = spawn(workerd, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
    for await (const line of createInterface({ input: worker.stdio[3] })) {
      const { event, port } = JSON.parse(line)
      if (event === 'listen') {
        url = `http://127.0.0.1:${port}/jwt`
        break
      }
    }
  })

  after(() => worker?.kill())

  const get = async (path, token) => {
    const response = await fetch(url + path, { headers: token ? { authorization: `Bearer ${token}` } : {} })
    return { status: response.status, text: await response.text() }
  }

  it('tokens of each kind are verified, by many requests with one key', async () => {
    for (const [alg, kid] of Object.entries(KEYS)) {
      for (const { text } of await many(30, () => get('/several/me', token(alg, 'lola', kid)))) assert.equal(JSON.parse(text).name, 'lola', `${alg}: ${text}`)
      assert.equal((await get('/several/me', token(alg, 'lola', kid).slice(0, -9))).status, 401)
      const good = token(alg, 'lola', kid)
      const message = good.slice(0, good.lastIndexOf('.') + 1)
      for (const bytes of [0, 1, 63, 65, 300]) {
        const { status, text } = await get('/several/me', message + Buffer.alloc(bytes, 7).toString('base64url'))
        assert.equal(status, 401, `${alg}, a signature of ${bytes} bytes: ${text}`)
      }
    }
    assert.equal((await get('/secret/me', token('HS256', 'lola'))).status, 200)
  })

  it('tokens of each kind are made', async () => {
    for (const kind of ['hs256', 'rs256', 'es256', 'eddsa']) {
      for (const { text } of await many(10, () => get(`/there-and-back/${kind}`))) assert.deepEqual(JSON.parse(text), { sub: 'lola', tenant: 7 })
    }
  })

  it('keys are fetched by fifty requests at once, and then shared', async () => {
    for (const { text } of await many(50, () => get('/fetched/me', token('RS256', 'lola', 'rsa')))) assert.equal(JSON.parse(text).name, 'lola', text)
    for (const { text } of await many(50, () => get('/fetched/me', token('ES256', 'rex', 'ec')))) assert.equal(JSON.parse(text).name, 'rex', text)
  })
})
