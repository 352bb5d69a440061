/**
 * The npm package in `npm/`, as the other scripts use it: compiled when its sources have changed, and its command line.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hashSources } from '../npm/src/build/sources.js'
import { must } from './command.mjs'
import { inside, read, root, say } from './project.mjs'

const SOURCES = ['npm/src', 'npm/tsconfig.json', 'npm/package.json', 'package-lock.json']
const RESULT = 'npm/dist'
// Not in the result itself, which is published.
const STAMP = ['node_modules', '.cache', 'npm-dist']

/** Compiles `npm/src` to `npm/dist`; does nothing if that has been done. */
export async function compile() {
  if (existsSync(inside(RESULT)) && read(...STAMP) === stamp()) return
  say('compiling npm/ with tsc (a few seconds)')
  // A file whose source is gone must not stay.
  rmSync(inside(RESULT), { recursive: true, force: true })
  await tsc(['-p', 'npm'])
  mkdirSync(inside('node_modules', '.cache'), { recursive: true })
  writeFileSync(inside(...STAMP), stamp())
}

/** What was made, of what. */
function stamp() {
  return `${hashSources(root, SOURCES)} ${hashSources(root, [RESULT])}`
}

/** Runs the TypeScript compiler. */
export function tsc(args) {
  return must(process.execPath, [inside('node_modules', 'typescript', 'bin', 'tsc'), ...args], { as: `tsc ${args.join(' ')}` })
}

/** Runs the package's own command, `whippet`. */
export function whippet(args, options) {
  const { bin } = JSON.parse(readFileSync(inside('npm', 'package.json'), 'utf8'))
  return must(process.execPath, [inside('npm', bin.whippet), ...args], { as: `whippet ${args.join(' ')}`, ...options })
}
