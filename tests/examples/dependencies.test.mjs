import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './package.mjs'

const send = await load('dependencies')
const as = (name, init) => ({ ...init, headers: { authorization: `Bearer token-of-${name}` } })

test('nobody_gets_in_without_a_token', async () => {
  const { status, headers } = await send('/me')
  assert.deepEqual([status, headers.get('www-authenticate')], [401, 'Bearer'])
  assert.equal((await send('/me', as('bo'))).status, 403)
  assert.deepEqual((await send('/me', as('lola'))).json(), { name: 'lola', balance: 100 })
  assert.equal((await send('/journal', as('lola'))).status, 403)
})

test('a_transaction_ends_as_its_request_does', async () => {
  const journal = async () => (await send('/journal', as('rex'))).text.split('\n')
  const transfer = (target) => send(target, as('lola', { method: 'POST' }))
  const { length } = await journal()
  assert.equal((await transfer('/transfers/rex/30')).text, '30 to rex')
  assert.equal((await transfer('/transfers/rex/300')).status, 409)
  // Two ask for the user in each request, who is looked up once.
  const lines = ['looked up lola', 'lola: committed, 200', 'looked up lola', 'lola: rolled back, 409', 'looked up rex']
  assert.deepEqual((await journal()).slice(length), lines)
  assert.equal((await send('/me', as('lola'))).json().balance, 70)
})

test('requests_at_once_share_no_dependency', async () => {
  const names = Array.from({ length: 50 }, (_, index) => (index % 3 ? 'lola' : 'rex'))
  const answers = await Promise.all(names.map((name) => send('/me', as(name))))
  assert.deepEqual(answers.map(({ json }) => json().name), names)
})
