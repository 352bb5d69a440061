/**
 * `node benches/bundle.mjs`: how large what is deployed of each peer is, in bytes, and compressed by gzip at level 9.
 *
 * 1. A JavaScript peer is one file, bundled and minified by esbuild with all that it loads. None of them need be deployed like this; it is
 *    the least that they can be.
 * 2. Whippet on Node is its JavaScript as it is built, and its module. The worker of each peer is what `wrangler` would send.
 * 3. Each file is compressed by itself. What is part of the runtime (`node:`, `cloudflare:`) does not count; nor does FastAPI, which has no
 *    such form.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { main, root, Stop } from '../scripts/project.mjs'
import { PEERS, PEERS_FOLDER } from './peers.mjs'

const require = createRequire(`${PEERS_FOLDER}/package.json`)

/** What is deployed of each peer: `{ peer, runtimes, raw_bytes, gzip_bytes }`, the last two `null` where there is no such thing. */
export async function measureSizes() {
  const sizes = []
  for (const peer of PEERS) sizes.push({ peer: peer.name, runtimes: peer.runtimes, ...measure(await partsOf(peer)) })
  return sizes
}

function measure(parts) {
  if (parts === undefined) return { raw_bytes: null, gzip_bytes: null }
  const sum = (size) => parts.reduce((all, part) => all + size(part), 0)
  return { raw_bytes: sum((part) => part.length), gzip_bytes: sum((part) => gzipSync(part, { level: 9 }).length) }
}

/** The contents of what is deployed. */
async function partsOf({ bundle, files }) {
  if (files) return files().map((file) => readFileSync(file))
  if (!bundle) return undefined
  const { beside, ...options } = bundle
  const { outputFiles, metafile } = await bundled(options)
  if (!beside) return outputFiles.map(({ contents }) => contents)
  return [beside, ...Object.keys(metafile.inputs).map((file) => resolve(root, file))].map((file) => readFileSync(file))
}

/** Older packages ask for Node's own by `require`, which a file of ES modules has to make first. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"

function bundled({ entry, ...options }) {
  const { build } = require('esbuild')
  const settings = { bundle: true, minify: true, target: 'node20', write: false, metafile: true, absWorkingDir: root, logLevel: 'error' }
  return build({ entryPoints: [entry], ...options, ...settings, banner: { js: REQUIRE } })
}

await main(import.meta.url, async (args) => {
  if (args.length) throw new Stop(`\`${args[0]}\` is not known; there is nothing to say`)
  for (const { peer, runtimes, raw_bytes, gzip_bytes } of await measureSizes()) {
    const columns = [raw_bytes, gzip_bytes].map((bytes) => (bytes?.toLocaleString('en-US') ?? '-').padStart(11))
    console.log(`${peer.padEnd(12)}${columns.join('')}  ${runtimes.join(', ')}`)
  }
})
