import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, posted } from './package.mjs'

const send = await load('routing')

const answers = {
  'GET /about': 'open from 9 to 5',
  'GET /covers/7.jpg': 'the cover of book 7',
  'GET /news': 'the news, page 1',
  'GET /news/2': 'the news, page 2',
  'GET /files/maps/town.pdf': 'the file maps/town.pdf',
  'GET /files/readme.txt': 'read me first',
  'PURGE /files/readme.txt': 'forgot the file readme.txt',
  'BREW /echo': 'BREW',
  'GET /branches/north': 'the branch north',
  'GET /branches/north/hours/friday': 'north on friday: 9 to 5',
  'GET /books/new': 'the books of this week',
  'GET /books/7': 'book 7',
  'GET /books/isbn-9780141439600': 'the book of ISBN 9780141439600',
  'GET /books/isbn-97801': 'the book called isbn-97801',
  'DELETE /books/new': 'new is sold',
  'DELETE /books/a%2Fb': 'a/b is sold',
}
for (const [request, answer] of Object.entries(answers)) {
  test(request, async () => {
    const [method, target] = request.split(' ')
    const { status, text } = await send(target, { method })
    assert.deepEqual([status, text], [200, answer])
  })
}

test('what_no_route_answers_goes_to_the_nearest_fallback', async () => {
  for (const [target, answer] of [['/About', '/About is not in the catalogue'], ['/branches/north/cellar', 'the branch north has no such page']]) {
    const { status, text } = await send(target)
    assert.deepEqual([status, text], [404, answer])
  }
})

test('a_slash_at_the_end_is_redirected_among_the_books', async () => {
  const { status, headers } = await send('/books/7/?page=2')
  assert.deepEqual([status, headers.get('location')], [308, '/books/7?page=2'])
  assert.equal((await send('/about/')).status, 404)
})

test('another_method_is_told_which_there_are', async () => {
  const { status, headers } = await send('/books/7', { method: 'PUT' })
  assert.deepEqual([status, headers.get('allow')], [405, 'GET, HEAD, DELETE, OPTIONS'])
})

test('the_path_of_something_new_is_made_from_a_name', async () => {
  const { status, headers, json } = await send('/books', posted({ id: 7, title: 'Emma' }))
  assert.deepEqual([status, headers.get('location'), json()], [201, '/books/7', { id: 7, title: 'Emma' }])
})

test('a_page_lists_all_routes_with_their_place', async () => {
  const lines = (await send('/routes')).text.split('\n')
  assert.ok(lines.length > 12, lines.join('\n'))
  for (const line of lines) assert.match(line, /^[A-Za-z]+ \/\S* \(\S+\.rs:\d+\)$/)
  assert.ok(lines.some((line) => line.startsWith('GET /branches/{branch}/hours/{day} (')))
})
