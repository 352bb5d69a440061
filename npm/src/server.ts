/**
 * The application as a Node server: `IncomingMessage` goes straight in, `ServerResponse` is written, no `Request` and no `Response` is made.
 *
 * The third form on Vercel: a whole server, found by its `listen()`. The same serves anywhere else.
 *
 * @example
 * ```ts
 * // server.ts
 * import { createServer } from './pkg/server.js'
 * import app from './pkg/index.js'
 * createServer(app, { client: 'vercel' }).listen(3000)
 * ```
 */
import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, createServer as createNodeServer } from 'node:http'
import { Socket } from 'node:net'
import type { Incoming, Reply, Take } from './incoming.js'
import type { App } from './index.js'
import { clientOf, requestContext } from './vercel.js'

/** How a server knows things. */
export interface ServerOptions {
  /**
   * Who says where a client is: `'socket'` (the default) is the peer of the connection; `'vercel'` trusts the headers that Vercel sets, and
   * must not be used where clients can reach the server themselves.
   */
  readonly client?: 'socket' | 'vercel'
}

/** A server of an application. Call `listen()` on it. */
export function createServer(app: App, options: ServerOptions = {}): Server {
  return createNodeServer(createListener(app, options))
}

/** The listener of such a server, for servers that do more. */
export function createListener(app: App, options: ServerOptions = {}): RequestListener {
  const trusts = options.client === 'vercel'
  return (request, response) => {
    void app.handle(new NodeIncoming(request, response, trusts), replyTo(response))
  }
}

const NOTHING = new Uint8Array(0)
const NOBODY: Take = () => {}

/** An `IncomingMessage`, as the module sees it. */
class NodeIncoming implements Incoming {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #trusts: boolean
  /** Who waits for the next chunk of the body; `null` until one is asked for. */
  #take: Take | null = null

  constructor(request: IncomingMessage, response: ServerResponse, trusts: boolean) {
    this.#request = request
    this.#response = response
    this.#trusts = trusts
  }

  get env(): Readonly<Record<string, unknown>> {
    return process.env
  }

  get method(): string {
    return this.#request.method ?? 'GET'
  }

  get target(): string {
    return this.#request.url ?? '/'
  }

  /** As `Headers` of the Fetch standard has it: `IncomingMessage.headers` would drop what is repeated of some, and is made for each request. */
  header(name: string): string | null {
    const { rawHeaders } = this.#request
    let value: string | null = null
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const field = rawHeaders[index] ?? ''
      if (field.length !== name.length || (field !== name && field.toLowerCase() !== name)) continue
      const next = rawHeaders[index + 1] ?? ''
      value = value === null ? next : `${value}${name === 'cookie' ? '; ' : ', '}${next}`
    }
    return value
  }

  headers(): string {
    const names = Object.keys(this.#request.headers)
    return names.map((name) => `${name}\0${this.header(name) ?? ''}\0`).join('')
  }

  body(maxBytes: number, take: Take): void {
    const request = this.#request
    if (Number(this.header('content-length') ?? 0) > maxBytes) return take(null)
    // Somebody before has read it, or the client is gone: nothing more would come.
    if (request.readableEnded || request.destroyed) return take(undefined)
    // Of a client that goes away nothing more comes: whoever waits is told by `onAbort`.
    const chunks: Buffer[] = []
    let bytes = 0
    let isTooLarge = false
    request.on('data', (chunk: Buffer) => {
      // What is too much is read and forgotten: a client that still sends would not see the answer.
      if (isTooLarge) return
      bytes += chunk.byteLength
      if (bytes <= maxBytes) return void chunks.push(chunk)
      isTooLarge = true
      chunks.length = 0
      take(null)
    })
    request.on('end', () => {
      if (!isTooLarge) take(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
  }

  chunk(take: Take): void {
    const request = this.#request
    if (request.readableEnded) return take(NOTHING)
    if (request.destroyed) return take(undefined)
    if (this.#take === null) this.#listen()
    this.#take = take
    request.resume()
  }

  #listen(): void {
    const request = this.#request
    request.on('data', (chunk: Buffer) => {
      // After the answer what still comes is read and forgotten, for the next request on the same connection.
      if (!this.#response.writableEnded) request.pause()
      this.#give(chunk)
    })
    request.on('end', () => this.#give(NOTHING))
    this.#response.on('finish', () => request.resume())
  }

  /** Gives a chunk to who has asked for it, and to nobody else. */
  #give(chunk: Uint8Array): void {
    const take = this.#take
    this.#take = NOBODY
    take?.(chunk)
  }

  client(): string {
    if (this.#trusts) return clientOf((name) => this.header(name))
    return `${this.#request.socket.remoteAddress ?? ''}\0\0\0\0\0\0\0`
  }

  onAbort(callback: () => void): void {
    const response = this.#response
    if (response.closed) return callback()
    response.on('close', () => {
      if (!response.writableFinished) callback()
    })
  }

  waitUntil(promise: Promise<unknown>): void {
    // A server of one's own lives on anyway; one on Vercel is kept by its context.
    requestContext()?.waitUntil?.(promise)
  }
}

function replyTo(response: ServerResponse): Reply<void> {
  return (status, fields, body) => {
    if (response.destroyed) return
    // Of text each character is a byte.
    const length = hasLength(status, fields) ? [] : ['content-length', String(body?.length ?? 0)]
    try {
      response.writeHead(status, fields.concat(length))
    } catch (error) {
      // Node refuses what it cannot send; that costs this request, not the process.
      console.error(`an answer of ${status} cannot be sent:`, error)
      response.writeHead(500).end()
      return
    }
    if (typeof body === 'string') response.end(body, 'latin1')
    else if (body === null) response.end()
    else endWith(response, body)
  }
}

/** What long bodies are sent from, one after the other: new memory for each would cost more than all of Whippet. */
let spare: Buffer | null = null
/** A longer one is not kept: Vercel sends none. */
const MAX_SPARE_BYTES = 4_500_000
/** Only Node tells when it is through with the bytes of a body. */
const isNode = process.versions['bun'] === undefined && process.versions['deno'] === undefined

/** Ends an answer with bytes that are lent. */
function endWith(response: ServerResponse, body: Uint8Array): void {
  // Short ones Node puts side by side. Of a stream in place of a socket the other end may still hold what it was given.
  if (body.length <= Buffer.poolSize >>> 1 || !isNode || !(response.req.socket instanceof Socket)) return void response.end(Buffer.from(body))
  const space = spare !== null && spare.length >= body.length ? spare : Buffer.allocUnsafeSlow(body.length)
  if (space === spare) spare = null
  space.set(body)
  response.end(space.subarray(0, body.length), () => {
    if (space.length <= MAX_SPARE_BYTES && space.length > (spare?.length ?? 0)) spare = space
  })
}

/** Whether the length is said, or must not be. */
function hasLength(status: number, fields: readonly string[]): boolean {
  if (status === 204 || status === 304) return true
  for (let index = 0; index < fields.length; index += 2) if (fields[index] === 'content-length') return true
  return false
}
