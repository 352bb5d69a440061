import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, posted } from './package.mjs'

const send = await load('validation')

const lola = { callName: 'Lola', age: 7, nicknames: ['Lo'], owners: [{ fullName: 'Ann', email: 'ann@example.com' }] }

/** Where a request is at fault, in the order of the alphabet. */
const faults = ({ status, json }) => [status, ...json().errors.map((fault) => `${fault.in}${fault.path}`).sort()]

test('a_dog_that_keeps_all_rules_is_taken', async () => {
  assert.equal((await send('/dogs', posted({ ...lola, homePage: 'https://example.com' }))).status, 201)
})

test('all_rules_are_told_at_once_by_the_names_that_were_sent', async () => {
  const dog = { ...lola, callName: '', age: 21, nicknames: ['Lo', 'L'], owners: [{ fullName: 'Bob', email: 'bob' }], homePage: 'example.com' }
  const places = ['body/age', 'body/callName', 'body/homePage', 'body/nicknames/1', 'body/owners/0/email']
  assert.deepEqual(faults(await send('/dogs', posted(dog))), [422, ...places])
  assert.deepEqual(faults(await send('/dogs', posted({ ...lola, admin: true }))), [422, 'body/admin'])
})

test('a_query_and_a_path_have_rules_too', async () => {
  assert.equal((await send('/dogs?page=2')).text, 'page 2, 20 dogs each')
  assert.deepEqual(faults(await send('/dogs?page=0&size=500')), [422, 'query/page', 'query/size'])
  assert.deepEqual(faults(await send('/kennels/13')), [422, 'path/number'])
})

test('a_form_is_checked_between_its_fields_and_against_the_state', async () => {
  const post = (fields) => send('/stays', { method: 'POST', body: new URLSearchParams(fields) })
  const good = { dogs: '4', place: '3', from: '9', to: '17', email: 'ann@example.com', email_again: 'ann@example.com' }
  assert.equal((await post(good)).text, '4 dogs at place 3 until 17, ann@example.com')
  assert.deepEqual(faults(await post({ ...good, dogs: '5', place: '4', to: '8', email_again: 'b' })), [422, 'body', 'body/dogs', 'body/email_again', 'body/place'])
})
