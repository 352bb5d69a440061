// Many different requests at once to one running function; each must get its own answer.
//
// Called by suite.mjs. One process, one WebAssembly memory and many requests in flight is how the platform runs a function.

import assert from 'node:assert/strict'

/** @param {{ fetch: Function }} client */
export async function sendAtOnce(client, count) {
  const results = await Promise.allSettled(Array.from({ length: count }, (_, index) => kinds[index % kinds.length](client, index)))
  const failed = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message)
  assert.equal(failed.length, 0, `${failed.length} of ${count} requests went wrong:\n${failed.slice(0, 5).join('\n')}`)
}

const kinds = [
  async (client, index) => {
    const got = await client.fetch({ target: `/api/users/${index + 1}` })
    assert.equal(got.status, 200)
    assert.equal(JSON.parse(got.body).id, index + 1)
  },
  async (client, index) => {
    // Of very different lengths, so that bodies do not just fit into each other's place.
    const body = { index, text: `${index}é`.repeat(1 + ((index * 37) % 3000)) }
    const headers = { 'content-type': 'application/json' }
    const got = await client.fetch({ method: 'POST', target: '/api/echo', headers, body: Buffer.from(JSON.stringify(body)) })
    assert.equal(got.status, 200)
    assert.deepEqual(JSON.parse(got.body), body)
  },
  async (client, index) => {
    const got = await client.fetch({ target: `/api/slow?ms=${(index * 13) % 200}` })
    assert.equal(got.status, 200)
    assert.ok(Number.isInteger(JSON.parse(got.body).waited_ms), got.body.toString())
  },
  async (client, index) => {
    const got = await client.fetch({ target: `/api/search?q=${index}&limit=${index % 7}` })
    assert.equal(got.status, 200)
    const { q, limit } = JSON.parse(got.body)
    assert.deepEqual({ q, limit }, { q: String(index), limit: index % 7 })
  },
  async (client, index) => {
    const got = await client.fetch({ target: `/api/users/x${index}` })
    assert.equal(got.status, 422)
    assert.equal(JSON.parse(got.body).errors[0].path, '/id')
  },
]
