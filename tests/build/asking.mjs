/**
 * A module that is asked what case tables ask: in an instance of its own, exactly as a case has it, or through `Request` and `Response`.
 *
 * 1. A request goes in exactly as a case has it: nothing normalises its target.
 * 2. What HTTP can carry goes through `Request` and `Response`, too.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bodyBytes, checkResponse, fieldsOf, isBroken } from '../cases/table.mjs'
import { root, whippet } from './fixture.mjs'

const ORIGIN = 'http://localhost'
let lines = []
let output = []

/** Notes what modules log, which is part of what is checked, until the function is called that it gives. */
export function noteLog() {
  const { error, log } = console
  console.error = (...parts) => lines.push(parts.join(' '))
  console.log = (...parts) => output.push(parts.join(' '))
  return () => Object.assign(console, { error, log })
}

/** Calls a function while it is a time, in seconds since 1970, and until what it returns has come. */
export async function atTime(seconds, call) {
  if (seconds === undefined) return call()
  const { now } = Date
  Date.now = () => seconds * 1000
  try {
    return await call()
  } finally {
    Date.now = now
  }
}

/** What is wrong with an answer, with the case's name; nothing where it is as expected. */
export async function faultsOf(name, ask, expected) {
  lines = []
  output = []
  try {
    checkResponse(expected, { ...(await ask()), log: lines.join('\n'), output: output.join('\n') })
  } catch (error) {
    return [`${name}: ${error.message}`]
  }
  return []
}

/**
 * Builds an app of this repository, and gives what makes instances of it and what serves a `Request`.
 *
 * Tests run side by side: of those that ask one app, each names a folder of its own.
 */
export async function build(app, options = [], folder = app) {
  const pkg = join(root, 'target', folder)
  const built = whippet(['build', join(root, 'tests', app), '--out-dir', pkg, ...options])
  assert.equal(built.status, 0, built.stderr)
  const load = (file) => import(pathToFileURL(join(pkg, file)).href)
  const [{ Instances }, { create }, { serve }] = await Promise.all(['instance.js', 'glue.js', 'web.js'].map(load))
  const module = new WebAssembly.Module(readFileSync(join(pkg, 'app_bg.wasm')))
  return { instantiate: () => new Instances(create, module).host(), serve }
}

/** Who sends a request, packed as the boundary takes it. */
const pack = ({ address, city, country, region, latitude, longitude, postalCode } = {}) =>
  [address, city, country, region, latitude, longitude, postalCode].map((each) => `${each ?? ''}\0`).join('')

/** A request exactly as a case has it. */
export class Sent {
  #request
  #aborted = () => undefined
  #rest

  constructor(request, env) {
    this.#request = request
    this.env = env
    // How often its body was asked for.
    this.reads = 0
    // What goes on after the answer.
    this.tasks = []
  }

  get method() {
    return this.#request.method
  }

  get target() {
    return this.#request.target
  }

  header(name) {
    const values = fieldsOf({ request: this.#request }).flatMap(([key, value]) => (key === name ? [value] : []))
    // The one field that is put together otherwise (RFC 9113, section 8.2.3); Fetch and Node.js do so, too.
    return values.length === 0 ? null : values.join(name === 'cookie' ? '; ' : ', ')
  }

  headers() {
    return fieldsOf({ request: this.#request }).map(([name, value]) => `${name}\0${value}\0`).join('')
  }

  body(maxBytes, take) {
    this.#body(maxBytes).then(take, () => take(undefined))
  }

  chunk(take) {
    this.#chunk().then(take, () => take(undefined))
  }

  async #body(maxBytes) {
    this.reads += 1
    if (isBroken({ request: this.#request })) throw new Error('the body breaks off')
    const body = bodyBytes({ request: this.#request }) ?? new Uint8Array(0)
    return body.byteLength > maxBytes ? null : body
  }

  async #chunk() {
    this.reads += 1
    this.#rest ??= bodyBytes({ request: this.#request }) ?? new Uint8Array(0)
    if (this.#rest.byteLength === 0 && isBroken({ request: this.#request })) throw new Error('the body breaks off')
    // None is the end.
    const chunk = this.#rest.subarray(0, 65_521)
    this.#rest = this.#rest.subarray(chunk.byteLength)
    return chunk
  }

  client() {
    return pack(this.#request.client)
  }

  onAbort(callback) {
    this.#aborted = callback
  }

  /** The client goes away. */
  abort() {
    this.#aborted()
  }

  waitUntil(promise) {
    this.tasks.push(promise)
  }
}

/** The same as a `Request`; nothing where there is none, or where no line of HTTP could hold the target. */
export function toRequest(request) {
  const { method, target } = request
  const body = isBroken({ request }) ? breakingOff(bodyBytes({ request })) : bodyBytes({ request })
  if (/[\0- ]/.test(target)) return undefined
  try {
    const init = { method, headers: fieldsOf({ request }), body, duplex: 'half' }
    const made = new Request(target.startsWith('/') ? `${ORIGIN}${target}` : target, init)
    return made.method === method ? made : undefined
  } catch {
    // A method that the Fetch standard forbids, a body where it allows none, or a target that is no URL.
    return undefined
  }
}

/** A stream of some bytes that does not come to its end. */
const breakingOff = (bytes) => {
  let begun = false
  return new ReadableStream({
    pull(controller) {
      if (begun) controller.error(new Error('the body breaks off'))
      else controller.enqueue(bytes)
      begun = true
    },
  })
}

/** Sends a request through an instance, exactly as it is. */
export async function askDirectly(host, request, env) {
  const sent = new Sent(request, env)
  const reply = (status, fields, body) => ({
    status,
    headers: fields.flatMap((field, index) => (index % 2 === 0 ? [[field, fields[index + 1]]] : [])),
    body: Buffer.from(body ?? []),
    reads: sent.reads,
  })
  return host.handle(sent, reply)
}

/** Sends a request through `Request` and `Response`. */
export async function askTheWeb({ serve }, host, request, env, told) {
  const response = await serve(host, request, { env, client: () => pack(told) })
  return { status: response.status, headers: [...response.headers], body: Buffer.from(await response.arrayBuffer()) }
}
