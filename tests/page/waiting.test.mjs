/** Calls that take their time, many calls at once, and the latency strip. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { press, shown, startDemo } from './demo.mjs'

let demo
before(async () => { demo = await startDemo() })
after(() => demo?.close())

const number = (text) => Number.parseFloat(text)

test('a slow call takes as long as it says', async (t) => {
  const page = await demo.open(t)
  await page.locator('#slow-ms').fill('300')
  const answer = await press(page, 'slow', 'Send')
  assert.deepEqual(JSON.parse(answer.body), { waited_ms: 300 })
  assert.ok(answer.ms >= 295, String(answer.ms))
})

test('a slow call can be cancelled, and the request is given up', async (t) => {
  const page = await demo.open(t)
  const cancel = page.locator('#slow').getByRole('button', { name: 'Cancel' })
  assert.equal(await cancel.getAttribute('aria-disabled'), 'true')
  await page.locator('#slow-ms').fill('9000')
  const gone = page.waitForEvent('requestfailed')
  await page.locator('#slow').getByRole('button', { name: 'Send' }).click()
  assert.equal(await cancel.getAttribute('aria-disabled'), 'false')
  await page.waitForTimeout(200)
  await cancel.click()
  const answer = await shown(page, 'slow')
  assert.equal(answer.status, 'Cancelled')
  assert.ok(answer.ms >= 150 && answer.ms < 5000, String(answer.ms))
  assert.equal(answer.body, null)
  assert.match((await gone).failure().errorText, /ABORTED/)
  assert.equal(await cancel.getAttribute('aria-disabled'), 'true')
  await page.locator('#slow-ms').fill('1')
  assert.equal((await press(page, 'slow', 'Send')).status, '200 OK')
})

test('a new call takes the place of the one under way', async (t) => {
  const page = await demo.open(t)
  await page.locator('#slow-ms').fill('8000')
  await page.locator('#slow').getByRole('button', { name: 'Send' }).click()
  await page.locator('#slow-ms').fill('5')
  const answer = await press(page, 'slow', 'Send')
  assert.equal(answer.sent, 'GET /api/slow?ms=5')
  assert.equal(answer.status, '200 OK')
})

test('others are answered while one waits', async (t) => {
  const page = await demo.open(t)
  await page.locator('#slow-ms').fill('6000')
  await page.locator('#slow').getByRole('button', { name: 'Send' }).click()
  const answer = await press(page, 'user', 'Send')
  assert.equal(answer.status, '200 OK')
  assert.equal(await page.locator('#slow').getAttribute('aria-busy'), 'true')
  assert.equal(await page.locator('#user').getAttribute('aria-busy'), null)
})

test('fifty at once are all answered and their spread is shown', async (t) => {
  const page = await demo.open(t)
  let count = 0
  page.on('request', (request) => { if (request.url().endsWith('/api/health')) count += 1 })
  const answer = await press(page, 'health', 'Send 50 at once')
  assert.equal(count, 50)
  assert.equal(answer.status, '50 of 50 answered 200')
  const figures = Object.values(answer.headers).map(number)
  assert.equal(figures.length, 4)
  assert.ok(figures.every((figure, place) => figure > 0 && (place === 0 || figure >= figures[place - 1])), String(figures))
  assert.equal(await page.locator('#health .spread i').count(), 50)
  assert.match(await page.locator('#health .spread').getAttribute('aria-label'), /median/)
  assert.equal(await page.locator('#strip-count').textContent(), '1 call', 'a burst is not in the strip')
})

test('the strip keeps the last forty calls with their minimum and median', async (t) => {
  const page = await demo.open(t)
  const times = [(await shown(page, 'health')).ms]
  for (let call = 0; call < 4; call += 1) times.push((await press(page, 'health', 'Send')).ms)
  assert.equal(await page.locator('#strip-count').textContent(), '5 calls')
  times.sort((one, other) => one - other)
  const close = (text, expected) => assert.ok(Math.abs(number(text) - expected) <= 0.5, `${text}, not ${expected}`)
  close(await page.locator('#strip-min').textContent(), times[0])
  close(await page.locator('#strip-median').textContent(), times[2])
  for (let call = 0; call < 40; call += 1) await press(page, 'health', call % 2 ? 'Send' : 'DELETE 405')
  assert.equal(await page.locator('#strip-count').textContent(), '40 calls')
  const grades = await page.locator('#strip-bars i').evaluateAll((bars) => bars.map((bar) => bar.className))
  assert.deepEqual(grades, Array.from({ length: 40 }, (_, place) => (place % 2 ? 'ok' : 'refused')))
})
