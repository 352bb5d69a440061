/**
 * `Request` and `Response` of the Fetch standard, for the module.
 *
 * Called by the adapters of Web-standard runtimes and by the module's own `fetch`; calls `core`. The crate carries this file, compiled,
 * beside `core`.
 *
 * 1. `request.body` is not touched unless a route wants it: touching it can hang on some platforms.
 * 2. The `Response` is made once, from plain values, and never changed after.
 */
import type { Host } from './core.js'
import type { Incoming, Take } from './incoming.js'

/** What a platform gives beside the request. */
export interface Platform {
  /** Variables, on some platforms objects. */
  readonly env?: Readonly<Record<string, unknown>> | undefined
  /** Keeps the instance alive until a promise is settled. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
  /** Who sends the request, packed as {@link Incoming.client} says. */
  readonly client?: ((request: Request) => string) | undefined
}

const NOTHING = new Uint8Array(0)
const encoder = new TextEncoder()

/** A `Request`, as the module sees it. */
class WebIncoming implements Incoming {
  readonly #request: Request
  readonly #platform: Platform
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined

  constructor(request: Request, platform: Platform) {
    this.#request = request
    this.#platform = platform
  }

  get method(): string {
    return this.#request.method
  }

  get target(): string {
    return this.#request.url
  }

  get env(): Readonly<Record<string, unknown>> {
    return this.#platform.env ?? {}
  }

  header(name: string): string | null {
    return this.#request.headers.get(name)
  }

  headers(): string {
    let packed = ''
    for (const [name, value] of this.#request.headers) packed += `${name}\0${value}\0`
    return packed
  }

  body(maxBytes: number, take: Take): void {
    this.#body(maxBytes).then(take, () => take(undefined))
  }

  chunk(take: Take): void {
    this.#chunk().then(take, () => take(undefined))
  }

  async #body(maxBytes: number): Promise<Uint8Array | null> {
    const request = this.#request
    const declared = request.headers.get('content-length')
    if (declared !== null && Number(declared) > maxBytes) return null
    // A declared length is kept by the runtime; without one, what comes in is counted.
    if (declared !== null) {
      const body = new Uint8Array(await request.arrayBuffer())
      return body.byteLength > maxBytes ? null : body
    }
    return request.body === null ? NOTHING : collect(request.body, maxBytes)
  }

  async #chunk(): Promise<Uint8Array> {
    this.#reader ??= this.#request.body?.getReader()
    for (;;) {
      const { value = NOTHING, done = true } = (await this.#reader?.read()) ?? {}
      if (done || value.byteLength > 0) return value
    }
  }

  client(): string {
    return this.#platform.client?.(this.#request) ?? ''
  }

  onAbort(callback: () => void): void {
    const { signal } = this.#request
    if (signal.aborted) callback()
    else signal.addEventListener('abort', callback, { once: true })
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#platform.waitUntil?.(promise)
  }
}

async function collect(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > maxBytes) {
      // Not cancelled but let go: cancelling a body that still comes in ends the process of Vercel's development server.
      reader.releaseLock()
      return null
    }
    chunks.push(value)
  }
  const body = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.byteLength
  }
  return body
}

/** What a `Response` is made with, and the fields that it was made of. */
interface Init {
  readonly fields: readonly string[]
  headers: [string, string][] | Headers
  readonly hasType: boolean
}

/** That of the answer before: the same fields again are the same array. */
let before: Init | undefined

function initOf(fields: readonly string[]): Init {
  if (before?.fields === fields) {
    // Node copies it faster than it reads a list; made for one answer only, it would cost more.
    if (Array.isArray(before.headers)) before.headers = new Headers(before.headers)
    return before
  }
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < fields.length; index += 2) headers.push([fields[index] ?? '', fields[index + 1] ?? ''])
  before = { fields, headers, hasType: headers.some(([name]) => name === 'content-type') }
  return before
}

function respond(status: number, fields: readonly string[], body: Uint8Array<ArrayBuffer> | string | null): Response {
  const { headers, hasType } = initOf(fields)
  // Bytes are lent, and not every runtime copies them. Of text a `Response` would say on its own what it is.
  const own = typeof body !== 'string' ? (body?.slice() ?? null) : hasType ? body : encoder.encode(body)
  return new Response(own, { status, headers })
}

/** Sends a `Request` through an instance of the module. */
export function serve(host: Host, request: Request, platform: Platform): Response | Promise<Response> {
  return host.handle(new WebIncoming(request, platform), respond)
}

/** The module's own `fetch`, in the form of Cloudflare's handlers: environment and context are arguments. */
export function serveRaw(
  host: Host,
  request: Request,
  env: Readonly<Record<string, unknown>> | undefined,
  context: { waitUntil?: (promise: Promise<unknown>) => void } | undefined,
): Response | Promise<Response> {
  return serve(host, request, { env, waitUntil: context?.waitUntil?.bind(context) })
}
