import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { load, posted } from './package.mjs'

process.env.JWT_SECRET = '8Vq1Fz0kYpL3tJ7mXw2sRb6uHc9dNe5a'
const send = await load('auth')

const login = async (name, password) => {
  const { status, headers, text } = await send('/login', posted({ name, password }))
  const { access_token: token } = JSON.parse(text)
  return { status, token, cookie: headers.get('set-cookie')?.split(';')[0] }
}
const as = (token) => ({ headers: { authorization: `Bearer ${token}` } })
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token that is made by somebody else's code. */
function made(claims, { alg = 'HS256', typ = 'at+jwt', secret = process.env.JWT_SECRET } = {}) {
  const signed = `${encode({ alg, typ })}.${encode({ iss: 'https://dogs.example', exp: Date.now() / 1000 + 60, ...claims })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

test('a_login_gives_an_access_token_and_a_cookie_that_gets_the_next', async () => {
  assert.equal((await login('lola', 'biscuit')).status, 401)
  const { status, token, cookie } = await login('lola', 'walkies')
  assert.equal(status, 200)
  assert.deepEqual((await send('/me', as(token))).json(), { name: 'lola', roles: ['keeper'] })
  const next = await send('/session/refresh', { method: 'POST', headers: { cookie } })
  assert.deepEqual((await send('/me', as(next.json().access_token))).json(), { name: 'lola', roles: ['keeper'] })
  const page = { cookie, 'sec-fetch-site': 'cross-site' }
  assert.equal((await send('/session/refresh', { method: 'POST', headers: page })).status, 403)
})

test('a_role_is_asked_for_where_it_is_needed', async () => {
  const [lola, rex] = [await login('lola', 'walkies'), await login('rex', 'biscuit')]
  assert.deepEqual([(await send('/kennel')).status, (await send('/kennel', as(rex.token))).status], [401, 403])
  assert.equal((await send('/kennel', as(lola.token))).text, 'lola, rex')
})

test('a_token_of_somebody_else_is_none', async () => {
  const status = async (...token) => (await send('/me', as(made(...token)))).status
  assert.equal(await status({ sub: 'lola' }), 200)
  assert.equal(await status({ sub: 'lola' }, { alg: 'none' }), 401)
  assert.equal(await status({ sub: 'lola' }, { secret: 'another secret of thirty-two bytes' }), 401)
  assert.equal(await status({ sub: 'lola' }, { typ: 'refresh+jwt' }), 401)
  assert.equal(await status({ sub: 'lola', iss: 'https://cats.example' }), 401)
  assert.equal(await status({ sub: 'lola', exp: Date.now() / 1000 - 3600 }), 401)
})
