// A built function run under one of the two open programs that Vercel runs functions with.
//
// Called by suite.mjs. `dev-server` is what `vercel dev` starts, `bundling-handler` what is shipped into functions; they differ in
// what they hand to the app and in what they do when it throws, so an adapter has to satisfy both.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const vercelNode = dirname(require.resolve('@vercel/node/package.json'))
const READY_WITHIN_MS = 60_000

export const launchers = ['dev-server', 'bundling-handler']

/**
 * The Node versions to run on: the one that runs this test, and 24.
 *
 * The binary of Node 24 comes as a package for Linux on x64 only; elsewhere the version at hand has to do.
 *
 * @throws where that package should be there and is not
 */
export function nodeVersions() {
  const nodes = [{ name: `Node ${process.version}`, program: process.execPath }]
  if (process.version.startsWith('v24.')) return nodes
  const program = fileURLToPath(new URL('../node_modules/node24/bin/node', import.meta.url))
  if (existsSync(program)) nodes.push({ name: 'Node 24', program })
  else if (process.platform === 'linux' && process.arch === 'x64') throw new Error(`${program} is missing: run npm install --no-save in tests/`)
  return nodes
}

/**
 * Starts a function and waits until it listens.
 *
 * @param {{ func: string, handler: string, launcher: string, program: string }} options the function's folder, the handler named in its
 *   `.vc-config.json`, the launcher, and the Node binary
 * @returns the running function: its port, what it has printed, whether it has ended, and a way to stop it
 */
export async function startFunction({ func, handler, launcher, program }) {
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, PORT, ...inherited } = process.env
  const env = { ...inherited, VERCEL_DEV_ENTRYPOINT: handler, VERCEL_DEV_PORT: '0' }
  const script =
    launcher === 'dev-server'
      ? [join(vercelNode, 'dist', 'dev-server.mjs')]
      : [fileURLToPath(new URL('bundling-host.mjs', import.meta.url)), join(vercelNode, 'dist', 'bundling-handler.js'), handler]
  const child = spawn(program, script, { cwd: func, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })

  let printed = ''
  let ended = null
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text))
  // Should this process end first, for example after a test has run out of time.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.on('error', (error) => (ended = error.message))
  child.on('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`
    process.removeListener('exit', kill)
  })
  const stop = async () => {
    if (ended !== null) return
    kill()
    await once(child, 'exit')
  }
  const describe = (what) => `${what}; the function printed:\n${printed.slice(-4000) || '(nothing)'}`

  try {
    const { port } = await readAddress(child, describe)
    // dev-server hands `transfer-encoding` on beside the body that it has buffered, which its own client refuses.
    const takesChunkedRequests = launcher !== 'dev-server'
    return { port, takesChunkedRequests, stop, describe, printed: () => printed, ended: () => ended }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Both programs send the address they listen on as their first message. */
function readAddress(child, describe) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(describe(why)))
    const timer = setTimeout(() => fail(`not listening after ${READY_WITHIN_MS} ms`), READY_WITHIN_MS)
    child.once('message', resolve)
    child.once('error', (error) => fail(`cannot be started: ${error.message}`))
    child.once('exit', (code, signal) => fail(`ended before it listened (${signal ?? `exit code ${code}`})`))
    child.once('message', () => clearTimeout(timer))
    child.once('exit', () => clearTimeout(timer))
  })
}
