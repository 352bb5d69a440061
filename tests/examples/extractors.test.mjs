import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, posted } from './package.mjs'

// Read when the application starts, with its first request.
process.env.COOKIE_SECRET = '8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a'
const send = await load('extractors')

/** Where a request is at fault. */
const faults = ({ status, json }) => [status, ...json().errors.map((fault) => `${fault.in}${fault.path}`)]

/** The first cookie that an answer sets, as a browser sends it back. */
const cookie = ({ headers }) => ({ headers: { cookie: headers.getSetCookie()[0].split(';')[0] } })

const answers = {
  '/dogs/7': 'dog 7',
  '/owners/lola/dogs/7': 'dog 7 of lola',
  '/head/a/b?c=d': 'GET /head/a/b?c=d by /head/{*rest}',
  '/page': 'the first page',
  '/maybe/x': 'no number: Some(MistypedPath)',
  '/motto': 'small, fast, fetches',
  '/limit': '10',
  '/where': 'somewhere, no city',
  '/trace': 'a new one',
}
for (const [target, answer] of Object.entries(answers)) {
  test(`GET ${target}`, async () => {
    const { status, text } = await send(target)
    assert.deepEqual([status, text], [200, answer])
  })
}

test('a_query_has_lists_and_what_is_nested', async () => {
  const query = new URLSearchParams([['q', 'größe'], ['tag', 'a'], ['tag', 'b'], ['age[min]', '2'], ['sort[0][by]', 'name'], ['owner[city]', 'Bern']])
  const { q, tag, age, sort, owner } = (await send(`/dogs?${query}`)).json()
  assert.deepEqual({ q, tag, age, sort, owner }, { q: 'größe', tag: ['a', 'b'], age: { min: 2, max: null }, sort: [{ by: 'name' }], owner: { city: 'Bern' } })
  assert.deepEqual(faults(await send('/dogs?q=&age[min]=x')), [422, 'query/age/min'])
})

test('headers_are_a_struct_or_a_type', async () => {
  const headers = { 'Accept-Language': 'de-CH, de', 'X-Volume': '11', 'User-Agent': 'curl/8' }
  assert.equal((await send('/language', { headers })).text, 'de-CH, volume 11')
  assert.equal((await send('/agent', { headers })).text, 'curl/8')
  assert.deepEqual(faults(await send('/language', { headers: { 'x-volume': 'loud' } })), [422, 'header/x-volume'])
})

test('a_document_a_form_and_a_text_are_read', async () => {
  const dog = { name: 'Lola', age: 7, toys: ['ball'] }
  const { status, json } = await send('/dogs', posted(dog))
  assert.deepEqual([status, json()], [201, dog])
  assert.deepEqual(faults(await send('/dogs', posted({ ...dog, toys: [3] }))), [422, 'body/toys/0'])
  assert.equal((await send('/dogs', { method: 'PUT', body: new URLSearchParams({ name: 'Lola B', age: '7' }) })).text, 'Lola B')
  assert.equal((await send('/text', { method: 'POST', body: 'größe' })).text, '5 letters')
})

test('a_picture_is_uploaded_as_a_browser_does', async () => {
  const body = new FormData()
  body.set('title', 'Lola')
  body.set('picture', new Blob([new Uint8Array(70_000)], { type: 'image/gif' }), 'lola.gif')
  assert.equal((await send('/pictures', { method: 'POST', body })).text, 'Lola: 70000 bytes')
  body.set('picture', new Blob([new Uint8Array(200_001)]))
  assert.equal((await send('/pictures', { method: 'POST', body })).status, 413)
})

test('a_body_comes_in_chunks', async () => {
  const chunks = async function* () {
    for (const chunk of ['one\ntw', 'o\nthree\n']) yield new TextEncoder().encode(chunk)
  }
  const stream = () => ({ method: 'POST', body: ReadableStream.from(chunks()), duplex: 'half' })
  assert.equal((await send('/lines', stream())).text, '3 lines')
  assert.equal((await send('/note', stream())).text, 'a note of 14 bytes')
  assert.equal((await send('/note', { ...stream(), headers: { 'x-dry-run': '1' } })).text, 'POST /note would be done')
})

test('cookies_are_set_and_read_and_nobody_makes_them_up', async () => {
  assert.equal((await send('/cookies/theme', cookie(await send('/cookies/theme/dark', { method: 'POST' })))).text, 'dark')
  assert.equal((await send('/cookies/basket', cookie(await send('/cookies/basket/3', { method: 'POST' })))).text, '3 things')
  assert.equal((await send('/cookies/basket', { headers: { cookie: 'things=3' } })).text, '0 things')
  const login = await send('/cookies/login/lola', { method: 'POST' })
  assert.doesNotMatch(login.headers.get('set-cookie'), /lola/)
  assert.equal((await send('/cookies/me', cookie(login))).text, 'lola')
  assert.equal((await send('/cookies/me')).status, 401)
})
