import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, logged, posted } from './package.mjs'

// A binding is read when the application starts, with its first request.
process.env.TEA = 'oolong'
const send = await load('testing')

test('a_binding_a_header_and_a_body_make_an_answer', async () => {
  assert.deepEqual((await send('/order', posted({ cups: 2 }))).json(), { order: '2 cups of oolong tea' })
  const { headers, json } = await send('/order', posted({ cups: 2 }, { 'accept-language': 'de' }))
  assert.deepEqual([headers.get('vary'), json()], ['accept-language', { order: '2 Tassen Tee: oolong' }])
  const wrong = await send('/order', posted({ cups: 'two' }))
  assert.deepEqual([wrong.status, wrong.json().errors[0].path], [422, '/cups'])
})

test('two_that_wait_wait_at_once', async () => {
  const start = performance.now()
  const [lola, rex] = await Promise.all([send('/tea/lola?seconds=1'), send('/tea/rex?seconds=1')])
  const took = performance.now() - start
  assert.deepEqual([lola.text, rex.text], ['lola, your tea is ready after 1 s', 'rex, your tea is ready after 1 s'])
  assert.ok(took >= 990 && took < 1900, `${took} ms`)
})

test('what_is_done_after_an_answer_is_not_waited_for', async () => {
  assert.equal((await send('/tea/lola')).status, 200)
  assert.equal((await send('/washed')).text, '0')
})

test('a_failure_tells_the_log_why_and_the_client_nothing', async (t) => {
  const [{ status, text }, [line]] = await logged(t, () => send('/spill'))
  assert.equal(status, 500)
  assert.doesNotMatch(text, /digit/)
  assert.match(line, /^GET \/spill failed in GET \/spill \(.+:\d+\): 500: invalid digit found in string$/)
})
