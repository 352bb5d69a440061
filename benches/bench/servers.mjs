/**
 * Servers of the peers: started on a free port and a core of their own, ended whatever happens.
 *
 * 1. What a server prints goes into a file of `target/bench/log`; its last lines are shown when it does not come up.
 * 2. Each is the leader of a group of processes, which is ended as a whole: when it is stopped, and when this process ends in any way.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { environment } from '../../scripts/command.mjs'
import { inside, Stop } from '../../scripts/project.mjs'
import { contextOf, ENVIRONMENT } from '../peers.mjs'
import { pinned } from './cores.mjs'
import { ask } from './request.mjs'

/** How long a server may take to answer for the first time. */
const START_MS = 60_000
/** How long a server may take to end when it is told to, before it is made to. */
const END_MS = 3000

const running = new Set()
let watches = false

/** Ends all that was started; for signals and the end of this process. */
function endAll() {
  for (const child of running) signal(child, 'SIGKILL')
}

/** From the first program on nothing is left running when this process ends. */
function watch() {
  process.on('exit', endAll)
  for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.once(name, () => process.exit(code))
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Starts a program, which is ended with this process at the latest. */
export function begin([program, ...args], options = {}) {
  if (!watches) watch()
  watches = true
  const child = spawn(program, args, { detached: true, ...options })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/** Tells a program to end, and waits until it has. */
export async function end(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    signal(child, 'SIGTERM')
    const late = setTimeout(() => signal(child, 'SIGKILL'), END_MS)
    await gone
    clearTimeout(late)
  }
  // What it started itself.
  signal(child, 'SIGKILL')
}

/** A port of 127.0.0.1 that nobody has. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the server of a peer in a runtime; it need not answer yet. */
export async function start(peer, runtime, core) {
  const port = await freePort()
  const command = pinned(core, peer.command({ ...contextOf(runtime), port }))
  const folder = inside('target', 'bench', 'log')
  mkdirSync(folder, { recursive: true })
  const log = join(folder, `${runtime}-${peer.name}.log`)
  const output = openSync(log, 'w')
  const before = performance.now()
  const child = begin(command, { stdio: ['ignore', output, output], env: environment({ ...ENVIRONMENT, PORT: String(port) }) })
  closeSync(output)
  const failed = new Promise((resolve) => child.once('error', (error) => resolve(`could not be started (${error.code})`)))
  return { peer, runtime, child, port, log, before, failed }
}

/** Asks a server until it answers, every so many milliseconds; gives the answer, and when it was there. */
export async function firstAnswer(server, request, every = 1) {
  const deadline = server.before + START_MS
  let reason
  server.failed.then((why) => (reason = why))
  for (;;) {
    const answer = await ask(server.port, request).catch(() => undefined)
    if (answer !== undefined) return { answer, milliseconds: performance.now() - server.before }
    const { exitCode, signalCode } = server.child
    if (exitCode !== null || signalCode !== null) reason ??= `ended with ${exitCode ?? signalCode}`
    if (performance.now() > deadline) reason ??= `does not answer after ${START_MS / 1000} s`
    if (reason !== undefined) throw new Stop(`the server of ${server.peer.name} on ${server.runtime} ${reason}${lastLines(server.log)}`)
    await wait(every)
  }
}

function lastLines(file) {
  const text = readFileSync(file, 'utf8').trim()
  return text ? `:\n${text.split('\n').slice(-10).join('\n')}` : ''
}

/** Runs `use` with the servers of some peers, all up, and ends them after it. */
export async function withServers(peers, runtimeOf, core, request, use) {
  const servers = []
  try {
    for (const peer of peers) {
      servers.push(await start(peer, runtimeOf(peer), core))
      await firstAnswer(servers.at(-1), request, 20)
    }
    return await use(servers)
  } finally {
    await Promise.all(servers.map(({ child }) => end(child)))
  }
}
