import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { load } from './package.mjs'

const [STRIPE_SECRET, GITHUB_SECRET, SLACK_SECRET] = ['whsec_of_stripe_8Vq1Fz0k', 'github_8Vq1Fz0kYpL3', 'slack_8Vq1Fz0kYpL3']
const STANDARD = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
Object.assign(process.env, { STRIPE_SECRET, GITHUB_SECRET, SLACK_SECRET, WEBHOOK_SECRET: `whsec_${STANDARD}` })
const send = await load('webhooks')

const hmac = (secret, text, encoding = 'hex') => createHmac('sha256', secret).update(text).digest(encoding)
const hook = (path, body, headers) => send(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
const now = () => Math.floor(Date.now() / 1000)

test('each_service_signs_in_its_own_way', async (t) => {
  const { mock } = t.mock.method(console, 'log', () => {})
  const time = now()
  const event = '{"id":"evt_7","type":"charge.succeeded"}'
  const stripe = { 'stripe-signature': `t=${time},v1=${hmac(STRIPE_SECRET, `${time}.${event}`)}` }
  assert.equal((await hook('/stripe', event, stripe)).status, 204)
  assert.equal((await hook('/stripe', event, stripe)).status, 204)
  const push = '{"ref":"refs/heads/main"}'
  const github = { 'x-hub-signature-256': `sha256=${hmac(GITHUB_SECRET, push)}`, 'x-github-delivery': 'd7' }
  assert.equal((await hook('/github', push, github)).text, 'on its way')
  assert.equal((await hook('/github', push, github)).text, 'seen already')
  const command = 'command=%2Ffetch&text=ball'
  const slack = { 'x-slack-request-timestamp': `${time}`, 'x-slack-signature': `v0=${hmac(SLACK_SECRET, `v0:${time}:${command}`)}` }
  const answer = await hook('/slack', command, { ...slack, 'content-type': 'application/x-www-form-urlencoded' })
  assert.equal(answer.json().text, '/fetch ball: woof')
  const signature = hmac(Buffer.from(STANDARD, 'base64'), `msg_7.${time}.{}`, 'base64')
  const standard = { 'webhook-id': 'msg_7', 'webhook-timestamp': `${time}`, 'webhook-signature': `v1,${signature}` }
  assert.equal((await hook('/hooks', '{}', standard)).status, 204)
  // What is done after the answer is done soon after it, and once.
  await new Promise((resolve) => setTimeout(resolve, 10))
  assert.deepEqual(mock.calls.map(({ arguments: [line] }) => line).sort(), ['booked evt_7: charge.succeeded', 'built refs/heads/main'])
})

test('what_nobody_signed_or_is_old_is_refused', async () => {
  const status = async (time, secret, sent = '{"id":"a","type":"b"}') => {
    const signature = `t=${time},v1=${hmac(secret, `${time}.{"id":"a","type":"b"}`)}`
    return (await hook('/stripe', sent, { 'stripe-signature': signature })).status
  }
  assert.equal(await status(now(), STRIPE_SECRET), 204)
  assert.equal(await status(now(), 'whsec_other'), 401)
  assert.equal(await status(now(), STRIPE_SECRET, '{"id":"a","type":"c"}'), 401)
  assert.equal(await status(now() - 301, STRIPE_SECRET), 400)
  assert.equal((await hook('/stripe', '{}', {})).status, 400)
})
