/**
 * The wasm memory of an application: it does not grow with what was answered, and little with what waits.
 *
 * `npm run bench:memory` asks the same a million times.
 */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { growth, inFlight, loaded, WAITING } from '../../benches/memory.mjs'
import { buildMeasured } from '../../scripts/measured.mjs'

/** The most that a request in flight may take, in bytes. */
const MOST = 1000
// Each request of the mix comes ten thousand times: sixteen bytes of it that stay, the least there is, are more than two pages.
const TIMES = 100_000

let instance

before(async () => {
  instance = await loaded(await buildMeasured('waiting'))
})

it(`is as large after ${TIMES} requests as before, and as many that were cancelled`, async () => {
  for (const [what, [before, after]] of Object.entries(await growth(instance, TIMES))) {
    assert.equal(after, before, `memory has grown by ${after - before} bytes, with requests ${what}`)
  }
})

describe(`takes no more than ${MOST} bytes for a request in flight`, () => {
  for (const [what, request] of Object.entries(WAITING)) {
    it(what, async (t) => {
      const [bytes, again] = await inFlight(instance, request)
      t.diagnostic(`${Math.round(bytes)} bytes`)
      assert.ok(bytes > 0, 'nothing was in flight')
      assert.ok(bytes <= MOST, `${bytes} bytes`)
      // Where the allocator finds room differs a little from one round to the next.
      assert.ok(again <= bytes * 1.05, `${again} bytes for those that came after: what the first gave back was not used again`)
    })
  }
})
