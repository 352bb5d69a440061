/**
 * Requests that are over are let go: nothing that outlives one holds the next, so that a collection of what is young finds them.
 */
import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { BenchIncoming } from '../../benches/incoming.mjs'
import { loaded } from '../../benches/memory.mjs'
import { buildMeasured } from '../../scripts/measured.mjs'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const collectYoung = () => collect({ type: 'minor' })

/** A request of 16 kB, as those of a server are with all that belongs to them. */
class Heavy extends BenchIncoming {
  weight = new Array(2000).fill(0)
}

let send

before(async () => {
  const instance = await loaded(await buildMeasured('waiting'))
  send = instance().send
})

const waiting = (count) => Promise.all(Array.from({ length: count }, () => send(new Heavy('GET', '/wait'))))

it('a request that has grown old holds none that comes after it', async () => {
  for (let round = 0; round < 5; round += 1) assert.deepEqual(new Set(await waiting(100)), new Set([200]))
  collect()
  const old = waiting(100)
  for (let round = 0; round < 3; round += 1) collectYoung()
  await old
  for (let round = 0; round < 20; round += 1) {
    await waiting(50)
    collectYoung()
    collectYoung()
  }
  const kept = process.memoryUsage().heapUsed
  collect()
  const garbage = kept - process.memoryUsage().heapUsed
  // The old ones are 1.6 MB, and those after them 16.
  assert.ok(garbage < 5_000_000, `${garbage} bytes of requests that are over were kept`)
})
