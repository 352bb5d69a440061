/**
 * `npm run example routing`: builds an example and serves it on http://localhost:3000 (`PORT` changes the number).
 *
 * The steps of `npm test` and the benchmarks build their crates with this file, too.
 *
 * 1. A package that fits its sources is used as it is.
 * 2. A package is made as a user's is: by `whippet build`, optimised.
 */
import { pathToFileURL } from 'node:url'
import { isCurrent } from '../npm/src/build/sources.js'
import { prepare } from './build.mjs'
import { whippet } from './npm-package.mjs'
import { duration, inside, main, root, say, Stop } from './project.mjs'
import { port } from './start.mjs'

/** The examples that are one crate each; `demo` has a page besides, and is what `npm start` serves. */
export const EXAMPLES = ['hello', 'routing', 'errors', 'extractors', 'validation', 'dependencies', 'startup', 'testing', 'middleware', 'auth', 'webhooks']

/** Builds a crate into a folder, unless what is there fits the sources. */
export async function buildCrate(crate, folder, options = []) {
  if (isCurrent(root, folder).current) return
  const start = performance.now()
  const env = await prepare()
  await whippet(['build', crate, '--out-dir', folder, '--include', 'npm/src', ...options], { env })
  say(`${crate} is built (${duration(performance.now() - start)})`)
}

/** Builds an example, and says where its package is. */
export async function buildExample(name) {
  const folder = inside('target', 'examples', name)
  await buildCrate(`examples/${name}`, folder)
  return folder
}

async function serve(name, number) {
  const load = async (folder, file) => import(pathToFileURL(`${folder}/${file}`).href)
  const folder = await buildExample(name)
  const [{ default: app }, { createServer }] = await Promise.all([load(folder, 'index.js'), load(folder, 'server.js')])
  const server = createServer(app).listen(number, () => say(`${name} is on http://localhost:${server.address().port} (Ctrl-C ends it)`))
}

await main(import.meta.url, async ([name, ...rest]) => {
  if (!EXAMPLES.includes(name) || rest.length) throw new Stop(`name one example, as in \`npm run example routing\`: ${EXAMPLES.join(', ')}`)
  await serve(name, port(process.env.PORT))
})
