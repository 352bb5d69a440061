/**
 * The framework's JavaScript is made small, and means the same.
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { minified } from '../../npm/dist/build/minify.js'

it('comments and long names go, exports and private parts work on', async () => {
  const source = `// first
/** A counter. */
export class Counter {
    #count = 0
    // why
    next(stepThatHasALongName = 1) {
        return (this.#count += stepThatHasALongName)
    }
}
`
  const small = minified('counter.js', source)
  assert.ok(!/first|why|stepThatHasALongName|\n./.test(small), small)
  const { Counter } = await import(`data:text/javascript,${encodeURIComponent(small)}`)
  const counter = new Counter()
  assert.deepEqual([counter.next(), counter.next(2)], [1, 3])
})

it('the address that bundlers look for stays as it is written', () => {
  const source = "const bytes = new URL('./app_bg.wasm', import.meta.url)\nexport default bytes\n"
  assert.match(minified('index.js', source), /new URL\("\.\/app_bg\.wasm",import\.meta\.url\)/)
})

it('what is no module is told by its name', () => {
  assert.throws(() => minified('glue.js', 'export {'), /^BuildFailure: glue\.js cannot be made smaller: /)
})
