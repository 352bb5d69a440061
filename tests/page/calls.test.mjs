/** The calls that go well, clicked and edited as a visitor would. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { press, shown, startDemo } from './demo.mjs'

let demo
before(async () => { demo = await startDemo() })
after(() => demo?.close())

const json = 'application/json'

test('the page opens with one live answer', async (t) => {
  const page = await demo.open(t)
  const answer = await shown(page, 'health')
  assert.equal(answer.sent, 'GET /api/health')
  assert.equal(answer.status, '200 OK')
  assert.deepEqual(JSON.parse(answer.body), { status: 'ok' })
  assert.ok(answer.ms > 0)
  assert.equal(await page.locator('#strip-count').textContent(), '1 call')
})

test('every card sends its call as it stands', async (t) => {
  const page = await demo.open(t)
  const expected = {
    health: [200, 'GET /api/health'],
    user: [200, 'GET /api/users/7'],
    search: [200, 'GET /api/search?q=ada&limit=3'],
    create: [201, 'POST /api/users'],
    echo: [200, 'POST /api/echo'],
    slow: [200, 'GET /api/slow?ms=800'],
    blob: [200, 'PUT /api/blob'],
    whoami: [200, 'GET /api/whoami'],
    cookies: [200, 'GET /api/cookies'],
    other: [200, 'GET /api/hello/Ada'],
  }
  const cards = await page.locator('main .card').evaluateAll((all) => all.map((card) => card.id))
  assert.deepEqual(cards, Object.keys(expected))
  for (const [card, [status, sent]] of Object.entries(expected)) {
    const answer = await press(page, card, 'Send')
    assert.ok(answer.status.startsWith(`${status} `), `${card}: ${answer.status}`)
    assert.ok(answer.sent.startsWith(sent), `${card}: ${answer.sent}`)
    assert.ok(answer.ms > 0, card)
    assert.equal(await page.locator(`nav a[href="#${card}"] span`).textContent(), String(status))
  }
})

test('one button calls every route', async (t) => {
  const page = await demo.open(t)
  await page.getByRole('button', { name: 'Call every route' }).click()
  await page.getByText('All 10 have been called.').waitFor()
  const statuses = await page.locator('nav li span').allTextContents()
  assert.deepEqual(statuses.map((status) => status[0]), Array(10).fill('2'))
  assert.equal(await page.locator('#strip-count').textContent(), '11 calls')
})

test('the number in the path can be edited', async (t) => {
  const page = await demo.open(t)
  await page.getByLabel('User id').fill('12')
  const answer = await press(page, 'user', 'Send')
  assert.equal(answer.sent, 'GET /api/users/12')
  assert.equal(answer.headers['content-type'], json)
  assert.equal(JSON.parse(answer.body).id, 12)
})

test('an empty limit is left out and the default answers', async (t) => {
  const page = await demo.open(t)
  await page.getByLabel('Search for').fill('a & b')
  await page.getByLabel('Limit').fill('')
  const answer = await press(page, 'search', 'Send')
  assert.equal(answer.sent, 'GET /api/search?q=a%20%26%20b')
  const { q, limit } = JSON.parse(answer.body)
  assert.deepEqual({ q, limit }, { q: 'a & b', limit: 10 })
})

test('a new user comes with a location', async (t) => {
  const page = await demo.open(t)
  await page.getByLabel('Name').first().fill('Zoë "Z" O’Hara')
  const answer = await press(page, 'create', 'Send')
  assert.equal(answer.status, '201 Created')
  const { id, name } = JSON.parse(answer.body)
  assert.equal(name, 'Zoë "Z" O’Hara')
  assert.equal(answer.headers.location, `/api/users/${id}`)
})

test('the echo shows each digit and each character that came back', async (t) => {
  const page = await demo.open(t)
  await page.getByLabel('JSON').fill('{"text":"<b>ü</b> \\"quoted\\"","list":[1,2.5,null,true,{}],"empty":[]}')
  const answer = await press(page, 'echo', 'Send')
  assert.deepEqual(JSON.parse(answer.body), { text: '<b>ü</b> "quoted"', list: [1, 2.5, null, true, {}], empty: [] })
  assert.match(answer.body, /\n {2}"list": \[1, 2\.5, null, true, \{\}\]/)
  assert.equal(await page.locator('#echo .body b').count(), 0)
})

test('a text and a file come back as their SHA-256 and length', async (t) => {
  const page = await demo.open(t)
  const digest = (content) => createHash('sha256').update(content).digest('hex')
  const text = 'grüße, whippet'
  await page.getByLabel('Text').fill(text)
  const one = await press(page, 'blob', 'Send')
  assert.deepEqual(JSON.parse(one.body), { sha256: digest(text), length: Buffer.byteLength(text) })
  assert.deepEqual(one.notes, ['The browser’s own SHA-256 is the same.'])

  const file = randomBytes(300_000)
  await page.getByLabel('or a file').setInputFiles({ name: 'noise.bin', mimeType: 'application/x-noise', buffer: file })
  const other = await press(page, 'blob', 'Send')
  assert.deepEqual(JSON.parse(other.body), { sha256: digest(file), length: file.length })
  assert.ok(other.sent.endsWith('application/octet-stream, 300,000 bytes'), other.sent)
})

test('who-am-i shows this browser', async (t) => {
  const page = await demo.open(t)
  const answer = await press(page, 'whoami', 'Send')
  const { address, place, user_agent: agent } = JSON.parse(answer.body)
  assert.equal(agent, await page.evaluate(() => navigator.userAgent))
  assert.ok(address === null || typeof address === 'string')
  assert.ok(place === null || typeof place === 'object')
})

test('two cookies are set by one answer', async (t) => {
  const page = await demo.open(t)
  const answer = await press(page, 'cookies', 'Send')
  assert.deepEqual(JSON.parse(answer.body), { set: ['theme', 'visit'] })
  const names = (await page.context().cookies()).map((cookie) => cookie.name).sort()
  assert.deepEqual(names, ['theme', 'visit'])
  assert.equal(answer.notes.length, 1)
  const visible = await page.evaluate(() => document.cookie)
  for (const name of names) assert.equal(answer.notes[0].includes(name), visible.includes(name), answer.notes[0])
})

test('HEAD has no body, OPTIONS names what is allowed', async (t) => {
  const page = await demo.open(t)
  const head = await press(page, 'health', 'HEAD 200')
  assert.equal(head.status, '200 OK')
  assert.equal(head.headers['content-type'], json)
  assert.equal(head.body, null)
  const options = await press(page, 'health', 'OPTIONS 204')
  assert.equal(options.status, '204 No Content')
  assert.match(options.headers.allow, /\bGET\b/)
})

test('text, HTML, a redirect and nothing are shown for what they are', async (t) => {
  const page = await demo.open(t)
  const text = await press(page, 'other', 'Send')
  assert.match(text.headers['content-type'], /^text\/plain/)
  assert.match(text.body, /Ada/)
  const html = await press(page, 'other', 'HTML 200')
  assert.match(html.headers['content-type'], /^text\/html/)
  assert.match(html.body, /</, 'the source is shown, not run')
  const old = await press(page, 'other', 'redirect 308')
  assert.equal(old.status, '200 OK')
  assert.deepEqual(old.notes, ['The browser was sent on to /api/health and followed.'])
  const shout = await press(page, 'other', 'text in, text out 200')
  assert.equal(shout.body, 'SMALL, FAST, FETCHES')
  const nothing = await press(page, 'other', 'nothing 204')
  assert.equal(nothing.status, '204 No Content')
  assert.equal(nothing.body, null)
})

test('the headers that this browser sent are listed by name', async (t) => {
  const page = await demo.open(t)
  const answer = await press(page, 'whoami', 'headers 200')
  const { count, names } = JSON.parse(answer.body)
  assert.ok(names.includes('user-agent') && count >= names.length, answer.body)
})
