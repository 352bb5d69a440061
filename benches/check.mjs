/**
 * `node benches/check.mjs [peer …]`: whether the peers answer what the works want, and refuse what they must.
 *
 * 1. `check(ask)` returns each difference as a sentence that names the work; `ask` is the address of a server, or a `fetch(request)`.
 * 2. Held to it are the status, the body byte by byte, `content-type`, and for the orders the headers: the secure ones are those of
 *    `works.mjs`, no more and no less. A policy may have a space behind its semicolons: Hono writes one.
 * 3. The command starts the server of each peer on each of its runtimes, and the in-process way of those that have one.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { environment } from '../scripts/command.mjs'
import { main, say, Stop } from '../scripts/project.mjs'
import { ENVIRONMENT, PEERS, contextOf } from './peers.mjs'
import { FILLERS, SECURE_HEADERS, WORKS } from './works.mjs'

/** Headers that say what a page may not do, and that are none of the works' own: a peer that sends one does more than the others. */
const UNWANTED = ['cross-origin-embedder-policy', 'permissions-policy', 'content-security-policy-report-only']
/** How many waits are asked at once, and the most that they may take together, in milliseconds: one after the other is 2,000. */
const [WAITS, WAITS_MS] = [400, 1500]

/** The differences between what is answered and what the works want. `validates` is false for a peer that takes any order. */
export async function check(ask, { validates = true } = {}) {
  const send = sender(ask)
  const differences = []
  const note = (title, found) => differences.push(...found.map((each) => `${title}: ${each}`))
  for (const work of WORKS) {
    // Twice: the second answer may be another than the first.
    for (const turn of [1, 2]) note(`work ${work.id}, answer ${turn}`, compare(await send(work.request), work.answer))
    for (const { title, request, statuses } of work.refused) {
      if (work.id === 'b' && !validates) continue
      const { status } = await send(request)
      if (!statuses.includes(status)) note(`work ${work.id}`, [`${title} is answered ${status}, not ${statuses.join(' or ')}`])
    }
  }
  note('work b', await compareStranger(send))
  note('work f', await compareWaits(send))
  note('the other routes', await compareRoutes(send))
  return differences
}

/** The request as the web has it, to that origin. */
export function toRequest({ method, path, headers, body }, origin = 'http://bench.example') {
  return new Request(origin + path, { method, headers, body })
}

function sender(ask) {
  const [origin, fetched] = typeof ask === 'string' ? [ask, fetch] : [undefined, ask]
  return async (request) => {
    const response = await fetched(toRequest(request, origin))
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
  }
}

function compare({ status, headers, body }, answer) {
  const found = []
  if (status !== answer.status) found.push(`status ${status}, not ${answer.status} (${body.toString().slice(0, 200)})`)
  else if (!body.equals(answer.body)) found.push(bodyDifference(body, answer.body))
  if (!/^application\/json\b/.test(headers.get('content-type'))) found.push(`content-type ${headers.get('content-type')}`)
  for (const [name, value] of Object.entries(answer.headers)) {
    if (normal(name, headers.get(name)) !== normal(name, value)) found.push(`${name} is ${headers.get(name)}, not ${value}`)
  }
  if (answer.headers['access-control-allow-origin']) found.push(...orderHeaders(headers))
  return found
}

function orderHeaders(headers) {
  const found = []
  const varies = (headers.get('vary') ?? '').toLowerCase().split(',').map((name) => name.trim())
  if (!varies.includes('origin')) found.push(`vary is ${headers.get('vary')}, without origin`)
  if (!headers.get('x-request-id')) found.push('x-request-id is missing')
  for (const name of UNWANTED) if (headers.has(name)) found.push(`${name} is sent, which no other does`)
  return found
}

function normal(name, value) {
  return name === 'content-security-policy' ? value?.split(';').map((directive) => directive.trim()).join(';') : value
}

function bodyDifference(body, wanted) {
  const at = wanted.findIndex((byte, index) => byte !== body[index])
  const start = Math.max(0, (at === -1 ? wanted.length : at) - 20)
  const part = (bytes) => JSON.stringify(bytes.subarray(start, start + 80).toString())
  return `the body (${body.length} bytes, not ${wanted.length}) differs from byte ${at === -1 ? wanted.length : at}: ${part(body)}, not ${part(wanted)}`
}

/** Another origin may not read the answer. */
async function compareStranger(send) {
  const { request } = WORKS.find(({ id }) => id === 'b')
  const { headers } = await send({ ...request, headers: { ...request.headers, origin: 'https://thief.example' } })
  const allowed = headers.get('access-control-allow-origin')
  return allowed === '*' || allowed === 'https://thief.example' ? [`access-control-allow-origin is ${allowed} for another origin`] : []
}

/** Waits run beside each other, and each takes its time. */
async function compareWaits(send) {
  const { request } = WORKS.find(({ id }) => id === 'f')
  const [once, many] = [await timed(() => send(request)), await timed(() => Promise.all(Array.from({ length: WAITS }, () => send(request))))]
  // A timer may be a millisecond early.
  if (once < 4) return [`answered within ${once.toFixed(1)} ms: nothing was waited for`]
  return many > WAITS_MS ? [`${WAITS} at once took ${many.toFixed(0)} ms: they wait for one another`] : []
}

async function timed(run) {
  const start = performance.now()
  await run()
  return performance.now() - start
}

async function compareRoutes(send) {
  const found = []
  for (const route of FILLERS) {
    const path = route.replace(/\{\w+\}/g, '7')
    const { status, body } = await send({ method: 'GET', path, headers: {} })
    if (status !== 200 || body.toString() !== JSON.stringify({ route })) found.push(`GET ${path} is answered ${status} ${body.toString().slice(0, 100)}`)
  }
  const { status } = await send({ method: 'GET', path: '/no/such/route', headers: {} })
  if (status !== 404) found.push(`GET /no/such/route is answered ${status}, not 404`)
  return found
}

/** Runs `use` with the address of a peer's server, which is ended then. */
export async function withServer(peer, runtime, use) {
  const port = await freePort()
  const [program, ...args] = peer.command(contextOf(runtime))
  const env = environment({ ...ENVIRONMENT, PORT: String(port) })
  const child = spawn(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = once(child, 'exit')
  try {
    await ready(`http://127.0.0.1:${port}`, child)
    return await use(`http://127.0.0.1:${port}`)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

async function ready(address, child) {
  for (let turn = 0; turn < 300; turn += 1) {
    if (child.exitCode !== null) throw new Stop(`\`${child.spawnargs.join(' ')}\` ended with ${child.exitCode}`)
    try {
      return await (await fetch(address)).arrayBuffer()
    } catch {
      await sleep(50)
    }
  }
  throw new Stop(`\`${child.spawnargs.join(' ')}\` does not answer within 15 s`)
}

async function differencesOf(peer) {
  const found = []
  const note = (way, differences) => {
    say(`${peer.name}, ${way}: ${differences.length === 0 ? 'as wanted' : `${differences.length} differences`}`)
    found.push(...differences.map((difference) => `${peer.name}, ${way}, ${difference}`))
  }
  const options = { validates: peer.validates !== false }
  for (const runtime of peer.runtimes) note(runtime, await withServer(peer, runtime, (address) => check(address, options)))
  if (peer.fetch) {
    const { default: app } = await import(pathToFileURL(peer.fetch).href)
    note('in process', await check((request) => app.fetch(request), options))
  }
  return found
}

await main(import.meta.url, async (names) => {
  const unknown = names.find((name) => !PEERS.some((peer) => peer.name === name))
  if (unknown) throw new Stop(`there is no peer \`${unknown}\`, only ${PEERS.map((peer) => peer.name).join(', ')}`)
  const found = []
  for (const peer of PEERS) if (names.length === 0 || names.includes(peer.name)) found.push(...(await differencesOf(peer)))
  if (found.length) throw new Stop(`the peers do not answer the same:\n${found.join('\n')}`)
})
