/**
 * The application on workerd, Cloudflare's runtime: the module arrives by import, and what one request began no other may wait for.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createInterface } from 'node:readline'
import { NAMES } from '../../scripts/boundary.mjs'
import { root, whippet, workspace } from './fixture.mjs'

const pkg = join(workspace, 'target', 'workerd')
/** A copy with the worker beside it: a package's folder holds nothing else. */
const folder = join(workspace, 'target', 'worker')
const { default: workerd } = createRequire(join(root, 'tests', 'package.json'))('workerd')
const running = []

const WORKER = `
import module from './app_bg.wasm'
import { create } from './glue.js'
const { fetch } = create(module)
export default { fetch: (request, env, context) => fetch(request, env, context) }
`
const PEER = `
export default { fetch: () => new Promise((resolve) => setTimeout(() => resolve(new Response('here')), 20)) }
`

before(() => {
  const built = whippet(['build', join(workspace, 'starts'), '--out-dir', pkg], { cwd: root })
  assert.equal(built.status, 0, built.stderr)
  rmSync(folder, { recursive: true, force: true })
  cpSync(pkg, folder, { recursive: true })
  writeFileSync(join(folder, 'worker.js'), WORKER)
  writeFileSync(join(folder, 'peer.js'), PEER)
})

after(() => running.forEach((worker) => worker.kill()))

/** Starts a worker with variables; resolves to its address once it listens. */
async function start(variables) {
  const file = join(folder, `${running.length}.capnp`)
  const module = (name) => `(name = "${name}", esModule = embed "${name}")`
  const bindings = Object.entries(variables).map(([name, value]) => `(name = "${name}", text = "${value}")`)
  writeFileSync(
    file,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "peer", worker = .peer)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [${['worker', 'glue', ...NAMES].map((name) => module(`${name}.js`)).join(', ')}, (name = "app_bg.wasm", wasm = embed "app_bg.wasm")],
  compatibilityDate = "2026-01-01",
  bindings = [${bindings.join(', ')}],
  globalOutbound = "peer",
);
const peer :Workerd.Worker = (modules = [${module('peer.js')}], compatibilityDate = "2026-01-01");
`,
  )
  const worker = spawn(workerd, ['serve', file, '--control-fd=3'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  running.push(worker)
  const lines = []
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  for await (const line of createInterface({ input: worker.stdio[3] })) {
    const { event, port } = JSON.parse(line)
    if (event === 'listen') return { url: `http://127.0.0.1:${port}`, lines }
  }
  throw new Error(`workerd does not listen:\n${lines.join('\n')}`)
}

async function get(url, path = '/') {
  const response = await fetch(url + path)
  return { status: response.status, text: await response.text(), retry: response.headers.get('retry-after') }
}

const many = (count, call) => Promise.all(Array.from({ length: count }, call))

describe('fifty cold requests at once', () => {
  for (const how of ['later', 'fetches']) {
    it(`are all answered after a start that ${how === 'later' ? 'waits for a timer' : 'asks the network'}`, async () => {
      const { url, lines } = await start({ START: how, MOTTO: 'fetch', MILLISECONDS: '50' })
      for (const answer of await many(50, () => get(url))) assert.deepEqual([answer.status, answer.text], [200, 'fetch'], lines.join('\n'))
      assert.equal((await get(url, '/later')).text, 'later')
      assert.deepEqual(lines, [])
    })
  }

  it('are all answered 503 where the start fails, and those that come within the pause', async () => {
    const { url, lines } = await start({ START: 'later it fails' })
    for (const { status, retry } of await many(50, () => get(url))) assert.deepEqual([status, retry], [503, '1'], lines.join('\n'))
    assert.deepEqual([(await get(url)).status, lines.filter((line) => line.includes('failed on purpose')).length], [503, 1])
  })
})
