import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, logged } from './package.mjs'

const send = await load('startup')

test('an_application_that_cannot_start_says_why_and_starts_when_it_can', async (t) => {
  let now = Date.now()
  t.mock.method(Date, 'now', () => now)
  const [down, [line]] = await logged(t, () => send('/'))
  assert.deepEqual([down.status, down.headers.get('retry-after')], [503, '1'])
  assert.match(line, /^the application cannot start: the binding GREETING is not set$/)
  assert.doesNotMatch(down.text, /GREETING/)

  Object.assign(process.env, { GREETING: 'woof', STORE: 'breeds' })
  const [early, lines] = await logged(t, () => send('/'))
  assert.deepEqual([early.status, lines], [503, []])
  now += 1000
  // All wait for one start.
  const answers = await Promise.all(Array.from({ length: 50 }, () => send('/breeds')))
  assert.ok(answers.every(({ status, text }) => status === 200 && text === 'borzoi, saluki'))
  assert.equal((await send('/')).text, 'woof')
})
