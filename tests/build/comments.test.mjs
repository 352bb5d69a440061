/**
 * The comments of the framework's JavaScript stay at home; nothing else of it does.
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { withoutComments } from '../../npm/dist/build/comments.js'

it('a comment goes, with its line where it has one to itself', () => {
  const source = `// first
/**
 * A function.
 */
export function answer() {
    // why
    return 42 // and so
}
/* before */ const kept = 1
`
  assert.equal(withoutComments(source), `export function answer() {
    return 42${' '}
}
 const kept = 1
`)
})

it('what only looks like a comment stays', () => {
  const source = "const url = 'https://a.example/*b*/'\nconst text = `\n// ${url}\n\n`\nconst pattern = /\\/\\*/\n"
  assert.equal(withoutComments(source), source)
})
