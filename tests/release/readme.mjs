/**
 * What README.md tells a reader to write and to type. Used by the tests beside it.
 *
 * 1. A block of code whose first line is a comment with a path is the file of that path, the comment included.
 * 2. A block `sh` is commands, one a line; what follows a `#` is a remark.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

const text = readFileSync(join(root, 'README.md'), 'utf8')

/** The text below a heading, up to the next of its level. */
export function section(heading) {
  const [, found] = text.split(`\n${heading}\n`)
  if (found === undefined) throw new Error(`README.md has no section “${heading}”`)
  const level = heading.split(' ')[0]
  return found.split(`\n${level} `)[0]
}

/** The blocks of code in a text, in their order: `{ language, code }`. */
export function blocks(markdown) {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }))
}

/** The path that a block's first line names, if it does. */
export function pathOf({ code }) {
  return /^(?:#|\/\/) (\S+\.\w+)\n/.exec(code)?.[1]
}

/** The commands of a block. */
export function commands({ code }) {
  return code.split('\n').map((line) => line.replace(/\s+#.*/, '')).filter(Boolean)
}

/** The file of a path, wherever in README.md it stands. */
export function file(path) {
  const found = blocks(text).find((block) => pathOf(block) === path)
  if (found === undefined) throw new Error(`README.md has no block “${path}”`)
  return found.code
}
