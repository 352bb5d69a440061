/** The calls that are refused: what a visitor sees of each is the status, a sentence, and the field at fault. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { press, startDemo } from './demo.mjs'

let demo
before(async () => { demo = await startDemo() })
after(() => demo?.close())

/** Card, button, status line, and the field that what is said of it must name. */
const refusals = [
  ['health', 'DELETE 405', '405 Method Not Allowed'],
  ['user', 'id = x 422', '422 Unprocessable Entity', 'id'],
  ['user', 'id = 4294967296 422', '422 Unprocessable Entity', 'id'],
  ['user', 'id = 1001 404', '404 Not Found'],
  ['search', 'limit = many 422', '422 Unprocessable Entity', 'limit'],
  ['create', 'no name 422', '422 Unprocessable Entity', 'name'],
  ['create', 'name = 7 422', '422 Unprocessable Entity', 'name'],
  ['echo', 'malformed 400', '400 Bad Request'],
  ['echo', 'text/plain 415', '415 Unsupported Media Type'],
  ['slow', 'ms = 10001 422', '422 Unprocessable Entity', 'ms'],
  ['blob', '4,500,001 bytes 413', '413 Payload Too Large'],
  ['other', 'a failure 500', '500 Internal Server Error'],
  ['other', 'no such path 404', '404 Not Found'],
]

test('each refusal shows its status, its sentence and its fields', async (t) => {
  const page = await demo.open(t)
  for (const [card, button, status, field] of refusals) {
    const answer = await press(page, card, button)
    const at = `${card}, ${button}`
    assert.equal(answer.status, status, at)
    assert.equal(answer.headers['content-type'], 'application/problem+json', at)
    const problem = JSON.parse(answer.body)
    assert.equal(problem.status, Number(status.slice(0, 3)), at)
    assert.ok(answer.problem.length > 0, at)
    const said = [answer.problem, ...answer.errors].join('; ')
    if (field) assert.match(said, new RegExp(`\\b${field}\\b`), at)
  }
  assert.equal(await page.getByLabel('User id').inputValue(), '7', 'a bad one leaves the field alone')
  const buttons = await page.locator('.bad button').count()
  assert.equal(buttons, refusals.length, 'every bad button of the page is in the table')
})

test('a method that is not allowed comes with those that are', async (t) => {
  const page = await demo.open(t)
  const answer = await press(page, 'health', 'DELETE 405')
  assert.match(answer.headers.allow, /\bGET\b/)
})

test('malformed JSON shows the line at fault with a caret under the column', async (t) => {
  const page = await demo.open(t)
  const answer = await press(page, 'echo', 'malformed 400')
  const [, line, column] = /line (\d+),? column (\d+)/.exec(answer.problem)
  assert.equal(line, '3')
  const [text, mark] = (await page.locator('#echo .caret').textContent()).split('\n')
  assert.equal(text, '3 │   "dog": whippet')
  assert.equal(mark.indexOf('^'), '3 │ '.length + Number(column) - 1)
  assert.equal(mark.indexOf('^'), text.indexOf('whippet'))
})

test('what a visitor wrote himself is marked at its field, and unmarked by the next answer', async (t) => {
  const page = await demo.open(t)
  const input = page.getByLabel('User id')
  await input.fill('seven')
  const refused = await press(page, 'user', 'Send')
  assert.equal(refused.status, '422 Unprocessable Entity')
  assert.equal(await input.getAttribute('aria-invalid'), 'true')
  const said = await page.locator(`#${await input.getAttribute('aria-describedby')}`).textContent()
  assert.ok(said.length > 0)
  await input.fill('8')
  await press(page, 'user', 'Send')
  assert.equal(await input.getAttribute('aria-invalid'), null)
  assert.equal(await page.locator('#user-id-error').textContent(), '')
})

test('a failure shows nothing of the inside', async (t) => {
  const page = await demo.open(t)
  const answer = await press(page, 'other', 'a failure 500')
  assert.doesNotMatch(answer.body, /\.rs\b|panicked|wasm|\bat \//i)
  const next = await press(page, 'other', 'Send')
  assert.equal(next.status, '200 OK', 'the next request is answered')
})

test('a path that is no valid text is refused, not lost', async (t) => {
  const page = await demo.open(t)
  await page.getByLabel('User id').fill('7/../8')
  const answer = await press(page, 'user', 'Send')
  assert.equal(answer.sent, 'GET /api/users/7%2F..%2F8')
  assert.equal(answer.status, '422 Unprocessable Entity')
})

test('a server that cannot be reached is said in a sentence', async (t) => {
  const page = await demo.open(t)
  await page.route('**/api/whoami', (route) => route.abort())
  const answer = await press(page, 'whoami', 'Send')
  assert.equal(answer.status, 'No answer')
  assert.match(answer.notes[0], /^The server did not answer/)
  assert.equal(await page.locator('#strip-count').textContent(), '1 call', 'it does not count as a call')
})
