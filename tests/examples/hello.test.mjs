import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './package.mjs'

const send = await load('hello')

test('the_smallest_application_greets', async () => {
  const { status, headers, text } = await send('/')
  assert.deepEqual([status, headers.get('content-type'), text], [200, 'text/plain; charset=utf-8', 'hello, world'])
})

test('the_rest_of_http_comes_by_itself', async () => {
  const head = await send('/', { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length'), head.text], [200, '12', ''])
  const post = await send('/', { method: 'POST' })
  assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD, OPTIONS'])
  assert.equal((await send('/nobody')).json().title, 'Not Found')
})
