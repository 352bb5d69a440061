import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, logged, posted } from './package.mjs'

const send = await load('errors')

test('an_error_type_says_what_the_problem_is', async () => {
  const { status, headers, json } = await send('/shop/orders/7')
  assert.deepEqual([status, headers.get('content-type')], [404, 'application/problem+json'])
  assert.deepEqual(json(), {
    type: 'https://shop.example/no-such-order',
    title: 'No such order',
    status: 404,
    detail: 'there is no order 7',
    instance: '/shop/orders/7',
  })
  assert.equal((await send('/shop/products/moon')).status, 404)
  assert.deepEqual((await send('/shop/products/lead')).json(), { name: 'lead', price: 25 })
})

test('all_faults_are_told_at_once', async () => {
  const { status, json } = await send('/shop/orders', posted({ product: 'moon', count: 0 }))
  assert.deepEqual([status, json().errors.map(({ path }) => path)], [422, ['/count', '/product']])
  assert.equal((await send('/shop/orders', posted({ product: 'lead', count: 7 }))).status, 409)
})

test('a_cause_is_in_the_log_and_nowhere_else', async (t) => {
  const [stock, [line]] = await logged(t, () => send('/shop/stock'))
  assert.equal(stock.status, 500)
  assert.doesNotMatch(stock.text, /digit/)
  assert.match(line, /^GET \/shop\/stock failed in GET \/shop\/stock \(.+:\d+\): 500: invalid digit found in string$/)
  const [delivery, [cause]] = await logged(t, () => send('/shop/delivery'))
  assert.deepEqual([delivery.status, delivery.json().detail], [502, 'the warehouse does not answer'])
  assert.match(cause, /no route to van-7\.internal$/)
})

test('one_api_answers_like_fastapi', async (t) => {
  const order = await send('/fastapi/orders', posted({ product: 'lead', count: 0 }))
  assert.deepEqual([order.status, order.headers.get('content-type')], [422, 'application/json'])
  assert.deepEqual(order.json(), { detail: [{ loc: ['body', 'count'], msg: 'must be 1 to 10, not 0', type: 'value_error' }] })
  assert.deepEqual((await send('/fastapi/orders/7')).json(), { detail: 'there is no order 7' })
  const put = await send('/fastapi/stock', { method: 'PUT' })
  assert.deepEqual([put.status, put.headers.get('allow')], [405, 'GET, HEAD, OPTIONS'])
  assert.equal(typeof put.json().detail, 'string')
  const [failed] = await logged(t, () => send('/fastapi/stock'))
  assert.deepEqual([failed.status, failed.headers.get('content-type')], [500, 'application/problem+json'])
})

test('people_get_a_page', async () => {
  assert.match((await send('/pages/hello/7')).text, /7 is a fine age/)
  for (const [target, title] of [['/pages/hello/x', '422 Unprocessable Entity'], ['/pages/moon', '404 Not Found']]) {
    const { headers, text } = await send(target)
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8')
    assert.ok(text.includes(`<h1>${title}</h1>`), text)
  }
  assert.equal((await send('/moon')).headers.get('content-type'), 'application/problem+json')
})
