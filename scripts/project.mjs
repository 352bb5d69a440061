/**
 * The project as every script sees it: where it lies, how it speaks, and how a script ends.
 *
 * 1. What a script does is said before it is done, in one line.
 * 2. What the user has to put right is one sentence (`Stop`), never a stack trace.
 */
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** A path inside the repository. */
export const inside = (...parts) => join(root, ...parts)

/** Something the user has to put right; its message is one sentence that says how. */
export class Stop extends Error {
  name = 'Stop'
}

/** Says in one line what is being done. */
export function say(line) {
  console.log(`whippet: ${line}`)
}

/** How long something took, as a person says it: `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** Reads a file of the repository as text, or gives `undefined` where there is none. */
export function read(...parts) {
  try {
    return readFileSync(inside(...parts), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Runs `command` if the module at `url` is the program itself, and ends with one sentence if it stops. */
export async function main(url, command) {
  // The repository may be reached through a symbolic link, which only Node's own `url` has resolved.
  if (!process.argv[1] || pathToFileURL(realpathSync(process.argv[1])).href !== url) return
  try {
    await command(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Stop ? `whippet: ${error.message}` : error)
    process.exitCode = 1
  }
}
