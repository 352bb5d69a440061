/**
 * wrk, which asks over HTTP: its script, one round of it, and what it says.
 *
 * 1. wrk counts whole seconds only. A round is ended by SIGINT, after which wrk reports as it does at its own end, with the time it took.
 * 2. The script counts what was sent, too: what is on its way at the end costs the server as much as what was answered.
 * 3. Where very many connections are opened, none asks before all are there: what is measured is neither their opening nor its wake.
 * 4. A request that failed, or was answered 400 or more, ends the run: such figures compare nothing.
 */
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inside, Stop } from '../../scripts/project.mjs'
import { pinned } from './cores.mjs'
import { begin } from './servers.mjs'

/** At the latest wrk ends by itself. */
const LONGEST_S = 60

/** A text as Lua writes it: bytes above ASCII by their number. */
export function quoted(bytes) {
  const text = [...Buffer.from(bytes)].map((byte) => (byte < 32 || byte > 126 || byte === 34 || byte === 92 ? `\\${String(byte).padStart(3, '0')}` : String.fromCharCode(byte)))
  return `"${text.join('')}"`
}

/** What has each connection wait before its first request, so many milliseconds and one of the next twenty: not all at the same instant. */
const RAMP = (milliseconds, connections) => `
local begun = 0
function delay()
  begun = begun + 1
  return begun <= ${connections} and ${milliseconds} + begun % 20 or 0
end
`

/** The script for a request; with `ramp` connections wait so many milliseconds before their first one. */
export function script({ method, path, headers, body }, { ramp = 0, connections } = {}) {
  const fields = Object.entries(headers).map(([name, value]) => `wrk.headers[${quoted(name)}] = ${quoted(value)}`)
  return `wrk.method = ${quoted(method)}
wrk.path = ${quoted(path)}
${fields.join('\n')}
${body === undefined ? '' : `wrk.body = ${quoted(body)}`}

local threads = {}
function setup(thread)
  table.insert(threads, thread)
end

local text
function init()
  text = wrk.format()
  -- wrk makes one to look at it.
  sent = -1
end
${ramp ? RAMP(ramp, connections) : ''}
function request()
  sent = sent + 1
  return text
end

function done(summary, latency, requests)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("sent") end
  local errors = summary.errors
  io.write(string.format('\\n{"sent":%d,"answered":%d,"microseconds":%d,"p50":%d,"p99":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\\n',
    sum, summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
`
}

/** Writes the script of a work, and gives its file. */
export function writeScript(work, options) {
  const folder = inside('target', 'bench', 'wrk')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${work.id}.lua`)
  writeFileSync(file, script(work.request, options))
  return file
}

/** What a round of wrk says, in which nothing was asked for `ramp` milliseconds; `what` names it in the sentence where something failed. */
export function read(output, what, ramp = 0) {
  const line = output.split('\n').findLast((line) => line.startsWith('{"sent"'))
  if (line === undefined) throw new Stop(`wrk says nothing of ${what}:\n${output.trim()}`)
  const { sent, answered, microseconds, p50, p99, ...errors } = JSON.parse(line)
  const failed = Object.entries(errors).filter(([, count]) => count > 0)
  if (failed.length) throw new Stop(`${what}: ${failed.map(([kind, count]) => `${count} of ${answered} requests failed (${kind})`).join(', ')}`)
  if (answered === 0) throw new Stop(`${what}: nothing was answered`)
  return { sent, requests_per_s: answered / (microseconds / 1e6 - ramp / 1000), p50_ms: p50 / 1000, p99_ms: p99 / 1000 }
}

/** Asks for so many milliseconds over so many connections. `begun` is called before the first request, where there is a `ramp`. */
export async function round({ file, port, core, milliseconds, connections, ramp = 0, what, begun = () => {} }) {
  const command = ['wrk', '-t1', `-c${connections}`, `-d${LONGEST_S}s`, '--timeout', '10s', '-s', file, `http://127.0.0.1:${port}`]
  const child = begin(pinned(core, command), { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const closed = once(child, 'close')
  if (ramp) {
    await Promise.race([wait(ramp * 0.9), closed])
    begun()
  }
  await Promise.race([wait(milliseconds + ramp * 0.1), closed])
  child.kill('SIGINT')
  await closed
  return read(output, what, ramp)
}
