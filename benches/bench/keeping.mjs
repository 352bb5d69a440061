/**
 * A program: whether the module's memory stays as it is. `node keeping.mjs <folder>`; a line asks `{ requests }`.
 *
 * Works (a) and (b) are asked in turns through `fetch`. What the first tenth took is where it starts from: until then the allocator has not
 * seen its most.
 */
import { main } from '../../scripts/project.mjs'
import { workOf } from '../works.mjs'
import { load } from './instance.mjs'
import { serve } from './program.mjs'

const ORIGIN = 'http://127.0.0.1'

await main(import.meta.url, async ([folder]) => {
  const { compile, instantiate } = await load(folder)
  const instance = instantiate(compile())
  const works = ['a', 'b'].map((id) => workOf(id).request)
  const ask = async (times) => {
    for (let count = 0; count < times; count += 1) {
      const { method, path, headers, body } = works[count % works.length]
      const response = await instance.fetch(new Request(ORIGIN + path, { method, headers, body }))
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${path} is answered ${response.status}`)
    }
  }
  await serve(async ({ requests }) => {
    await ask(requests / 10)
    const before = instance.bytes
    await ask(requests - requests / 10)
    return { requests, before_bytes: before, after_bytes: instance.bytes, grown_bytes: instance.bytes - before }
  })
})
