// One HTTP request, sent as it is written: `fetch` would normalise the path, follow redirects and add headers.
//
// Called by suite.mjs and load.mjs.

import { Agent, request as send } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

const ANSWER_WITHIN_MS = 30_000
/** Up to here, both launchers have read a body from the connection whether or not the app wanted it. */
const SURELY_READ_BYTES = 16_384

/** A client of one running function. Its connections are kept for the next request; `close` ends them. */
export function connect(port) {
  const agent = new Agent({ keepAlive: true })
  return {
    fetch: (request) => (length(request) > SURELY_READ_BYTES ? fetchAlone({ port, ...request }) : exchange({ port, agent, ...request })),
    abort: (request, afterMs) => leave({ port, ...request }, afterMs),
    close: () => agent.destroy(),
  }
}

/**
 * A request with a connection of its own.
 *
 * Where the app answers before it has read a long body, bundling-handler leaves the rest unread: the next request on that
 * connection would wait behind it until the server hangs up.
 */
async function fetchAlone(request) {
  const agent = new Agent({ keepAlive: true })
  try {
    return await exchange({ ...request, agent })
  } finally {
    agent.destroy()
  }
}

function length({ body, chunks = [body] }) {
  return chunks.reduce((sum, chunk) => sum + (chunk?.length ?? 0), 0)
}

function options({ port, agent, method = 'GET', target, headers = {} }) {
  // The platform always names the host that the client asked for, and says that it was asked by https.
  const platform = { 'x-forwarded-host': 'demo.example', 'x-forwarded-proto': 'https' }
  return { host: '127.0.0.1', port, agent, method, path: target, headers: { ...platform, ...headers } }
}

/**
 * Sends a request and reads the whole answer.
 *
 * @param {{ body?: Buffer, chunks?: Buffer[] }} request with `chunks`, the body is streamed, a pause after each; without a
 *   `content-length` among the headers its length is not told beforehand
 * @returns {Promise<{ status: number, headers: [string, string][], body: Buffer }>}
 */
function exchange(request) {
  return new Promise((resolve, reject) => {
    const outgoing = send(options(request))
    let answered = false
    outgoing.setTimeout(ANSWER_WITHIN_MS, () => outgoing.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)))
    // A server may answer 413 and hang up while the body is still on its way: then the answer counts, not the broken pipe.
    outgoing.on('error', (error) => answered || reject(new Error(`${request.method ?? 'GET'} ${request.target}: ${error.message}`)))
    outgoing.on('response', (response) => {
      answered = true
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode, headers: pairs(response.rawHeaders), body: Buffer.concat(parts) }))
    })
    if (request.chunks) stream(outgoing, request.chunks)
    else outgoing.end(request.body)
  })
}

async function stream(outgoing, chunks) {
  for (const chunk of chunks) {
    if (outgoing.destroyed) return
    outgoing.write(chunk)
    await wait(5)
  }
  outgoing.end()
}

/** Sends a request, its body only in part where one is given, and hangs up after `afterMs`. */
async function leave(request, afterMs) {
  const outgoing = send(options(request))
  outgoing.on('error', () => {})
  if (request.body) outgoing.write(request.body)
  else outgoing.end()
  await wait(afterMs)
  outgoing.destroy()
}

function pairs(raw) {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index], raw[2 * index + 1]])
}
