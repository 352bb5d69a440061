/**
 * Builds the workers of workerd, Cloudflare's runtime: for each a folder of `target/bench/workerd` with what is deployed and its configuration.
 *
 * 1. A worker is one file of JavaScript, which esbuild bundles and minifies as `wrangler deploy --minify` does, and for two of them a module
 *    beside it.
 * 2. Each is served by a process of its own: `commandOf` gives what starts it.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inside } from '../../../scripts/project.mjs'

const require = createRequire(import.meta.url)
const source = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url))

/** The workers by their peer's name. */
const WORKERS = {
  workerd: source('workerd/bare.mjs'),
  whippet: source('workerd/whippet.mjs'),
  hono: source('hono/app.mjs'),
  'workers-rs': source('workers-rs/shim.mjs'),
}

const folderOf = (name) => inside('target', 'bench', 'workerd', name)

/** What a worker is deployed as: the files of its folder but the configuration. */
export const deployed = (name) => namesOf(folderOf(name)).map((file) => join(folderOf(name), file))

const namesOf = (folder) => readdirSync(folder).filter((file) => !file.endsWith('.capnp')).sort()

/** Builds all workers; what they are made of is there. */
export async function buildWorkers() {
  for (const [name, entry] of Object.entries(WORKERS)) await buildWorker(name, entry)
}

async function buildWorker(name, entry) {
  const { build } = require('esbuild')
  const folder = folderOf(name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: { worker: entry },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    loader: { '.wasm': 'copy' },
    assetNames: '[name]',
    logLevel: 'warning',
  })
  writeFileSync(join(folder, 'config.capnp'), configuration(namesOf(folder)))
}

/** The configuration of one worker; the main module comes first. Where it listens is said on the command line. */
function configuration(files) {
  const modules = ['worker.js', ...files.filter((file) => file !== 'worker.js')]
  const kind = (file) => (file.endsWith('.wasm') ? 'wasm' : 'esModule')
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [${modules.map((file) => `(name = "${file}", ${kind(file)} = embed "${file}")`).join(', ')}],
  compatibilityDate = "2026-11-01",
);
`
}

/** What starts the process of a worker: workerd itself, in the place of a shell that knows the port. */
export function commandOf(name) {
  // The package's own file is a script of Node where no script of its was run when it was installed.
  const { default: workerd } = require('workerd')
  return ['sh', '-c', 'exec "$0" serve "$1" --socket-addr="http=127.0.0.1:$PORT"', workerd, join(folderOf(name), 'config.capnp')]
}
