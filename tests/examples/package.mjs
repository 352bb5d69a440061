/**
 * An example's built package, and real requests through it.
 *
 * 1. The step `examples` of `npm test` builds the packages; a test that finds one of other sources says so instead of testing it.
 * 2. Requests and answers are the platform's own `Request` and `Response`.
 */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isCurrent } from '../../npm/src/build/sources.js'

/** This repository. */
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Loads an example; what it returns sends a request and gives status, headers and text. */
export async function load(name) {
  const folder = join(root, 'target', 'examples', name)
  const { current, reason } = isCurrent(root, folder)
  if (!current) throw new Error(`examples/${name} has to be built (${reason}): \`npm test -- --only examples\` does it`)
  const { default: app } = await import(pathToFileURL(join(folder, 'index.js')).href)
  return async (target, init) => {
    const response = await app.fetch(new Request(`https://example.com${target}`, init))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
  }
}

/** A POST of a JSON document. */
export function posted(document, headers = {}) {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(document) }
}

/** Runs something, and gives what was written to the error log meanwhile. */
export async function logged(t, run) {
  const { mock } = t.mock.method(console, 'error', () => {})
  const result = await run()
  mock.restore()
  return [result, mock.calls.map(({ arguments: [line] }) => line)]
}
