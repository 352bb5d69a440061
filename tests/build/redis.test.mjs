/**
 * `RateLimit` over a Redis, through the module and the platform's own `fetch`.
 *
 * `REDIS_SERVER=/usr/bin/redis-server node --test tests/build/redis.test.mjs` asks a real one.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Sent, atTime, build, noteLog } from './asking.mjs'
import { serveRedis } from './redis.mjs'

const NOON = 1_700_000_000
const { fetch } = globalThis
let module, redis, restoreLog
let lines = []

before(async () => {
  module = await build('middleware', ['--dev'], 'middleware-redis')
  redis = await serveRedis('t7')
  // The application asks redis.test: whoever that is.
  globalThis.fetch = (url, init) => fetch(url.replace('http://redis.test', redis.url), init)
  restoreLog = noteLog()
  console.error = (line) => lines.push(line)
})

after(() => {
  restoreLog?.()
  globalThis.fetch = fetch
  redis?.stop()
})

const reply = (status, fields) => ({ status, fields, of: (name) => fields[fields.indexOf(name) + 1] })
const ask = (host, key) => host.handle(new Sent({ method: 'GET', target: '/rate-limit/redis', headers: { 'x-key': key } }, {}), reply)

describe('a limit that instances share', () => {
  it('holds for all of them', async () => {
    const instances = [module.instantiate(), module.instantiate(), module.instantiate()]
    const answers = []
    await atTime(NOON + 2.5, async () => {
      for (let turn = 0; turn < 6; turn += 1) answers.push(await ask(instances[turn % 3], 'lola'))
    })
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 429, 429, 429])
    assert.deepEqual(answers.map(({ of }) => of('ratelimit')), [2, 1, 0, 0, 0, 0].map((left) => `"default";r=${left};t=8`))
    assert.equal(answers[3].of('retry-after'), '8')
  })

  it('lets exactly as many pass as it says, of many at once', async () => {
    const host = module.instantiate()
    const answers = await atTime(NOON, () => Promise.all(Array.from({ length: 60 }, () => ask(host, 'at once'))))
    assert.equal(answers.filter(({ status }) => status === 200).length, 3)
    assert.equal(host.pending, 0)
  })

  it('slides: what was before counts less and less', async () => {
    const host = module.instantiate()
    const passed = []
    for (let step = 0; step < 80; step += 1) {
      const { status } = await atTime(NOON + step * 0.75, () => ask(host, 'sliding'))
      if (status === 200) passed.push(step * 0.75)
    }
    assert.ok(passed.length >= 15 && passed.length <= 24, `${passed.length} of 80 in a minute, at ${passed}`)
    for (const from of passed) {
      const within = passed.filter((time) => time >= from && time < from + 10).length
      assert.ok(within <= 6, `${within} within ten seconds of ${from}`)
    }
  })

  it('keeps no count for longer than it counts', async () => {
    const host = module.instantiate()
    const before = redis.commands.length
    await atTime(NOON, () => ask(host, 'short-lived'))
    const [, , , , now] = redis.commands[before]
    const lives = await redis.ask(['PTTL', now])
    assert.ok(lives > 0 && lives <= 21_000, `${lives} milliseconds`)
  })

  it('takes any key', async () => {
    const host = module.instantiate()
    for (const key of ['', '}{', '"\\', 'caf\xe9', 'a'.repeat(5000), '192.0.2.1']) {
      const { status, of } = await atTime(NOON, () => ask(host, key))
      assert.deepEqual([status, of('ratelimit')], [200, '"default";r=2;t=10'], key)
    }
  })
})

describe('a Redis that is not there', () => {
  it('lets requests pass, and the log says why', async () => {
    const { url } = redis
    redis.url = 'http://127.0.0.1:1'
    lines = []
    try {
      const { status, fields } = await ask(module.instantiate(), 'rex')
      assert.equal(status, 200)
      assert.ok(!fields.includes('ratelimit'))
      assert.match(lines.join('\n'), /RateLimit default: requests pass uncounted/)
      assert.doesNotMatch(lines.join('\n'), /t7|rex/)
    } finally {
      redis.url = url
    }
  })
})
