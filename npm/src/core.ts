/**
 * One request through the module: packed in, entered, answered. The JavaScript half of the crate's `boundary`.
 *
 * Called by the adapters (`web`, `server`) and by the module itself, which makes its own {@link Host}. Knows neither `Request` nor
 * `Response` nor a runtime: those are the adapters'.
 *
 * 1. One crossing carries a head in, one more the body, if it is wanted; status, headers and body leave together.
 * 2. JavaScript enters the module only here, each time within one try and catch that knows the request: a trap costs that request.
 * 3. An answer that is there at once is returned; a promise is made only for what waits.
 * 4. Nothing about a request is kept outside its record, and the record is gone with the request.
 *
 * The crate carries this file, compiled, so that both halves are always of one version.
 */

/** A request, as a runtime has it. */
export interface Incoming {
  readonly method: string
  /** Path and query as sent, or the whole URL. */
  readonly target: string
  /** The platform's environment: variables, on some platforms objects. */
  readonly env: Readonly<Record<string, unknown>>
  /** The value of a header by its name in lower case, repeated ones joined by `, `; `null` where there is none. */
  header(name: string): string | null
  /** All headers: a name, its value, a name, its value, and so on, each ended by NUL. */
  headers(): string
  /** The whole body; `null` where it has more than `maxBytes`. Rejects where it cannot be read. */
  body(maxBytes: number): Promise<Uint8Array | null>
  /** Who sends it: address, city, country, region, latitude, longitude, postal code, each ended by NUL, empty where unknown. */
  client(): string
  /** Calls back once the client goes away before the answer. Asked only for answers that wait. */
  onAbort(callback: () => void): void
  /** Keeps the instance alive until a promise is settled. */
  waitUntil(promise: Promise<unknown>): void
}

/** Makes a runtime's answer: `fields` is a name, its value, a name, its value, and so on. */
export type Reply<T> = (status: number, fields: string[], body: Uint8Array<ArrayBuffer> | null) => T

/** What the module exports to this file. */
interface Exports {
  readonly memory: WebAssembly.Memory
  readonly __stack_pointer?: WebAssembly.Global<'i32'>
  /** Registers the application; missing where the module has none. */
  whippet_install?(): void
  whippet_open(id: number): number
  whippet_head(bytes: number): number
  whippet_start(id: number, bytes: number): number
  whippet_body(bytes: number): number
  whippet_resume(id: number): number
  whippet_refuse(id: number, reason: number): number
  whippet_poll(id: number): number
  whippet_cancel(id: number): number
  whippet_fire(timer: number): number
  whippet_outbox(): number
  whippet_release(): number
}

/** A request in the module, or a task that one left behind. `queued`: it will be polled in a microtask. */
interface InFlight {
  readonly id: number
  readonly incoming: Incoming
  settle: ((code: number) => void) | null
  queued: boolean
}

// What an entry says. The last is this side's: the module trapped.
const READY = 0
const NEEDS_BODY = 1
const PENDING = 2
const FAILED = 4

// Why there is no body.
const TOO_LARGE = 0
const UNREADABLE = 1

const PROBLEM = ['content-type', 'application/problem+json']
const encoder = new TextEncoder()

const problem = (status: number, title: string): Uint8Array<ArrayBuffer> =>
  encoder.encode(JSON.stringify({ type: 'about:blank', title, status }))

/** One instance of the module, and the requests in it. */
export class Host {
  /** Whether the module trapped: what the trap held is lost, so it finishes what it has and takes nothing new. */
  suspect = false
  readonly #exports: Exports
  readonly #records: (InFlight | null)[] = []
  readonly #free: number[] = []
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  readonly #outbox: number
  #declared: string[] | null = null
  #head = 0
  #headBytes = 0
  #bytes = new Uint8Array(0)
  #words = new Uint32Array(0)

  constructor(instance: WebAssembly.Instance) {
    this.#exports = instance.exports as unknown as Exports
    this.#outbox = this.#exports.whippet_outbox() >>> 2
  }

  /** Whether a trap can be contained: the module exports its stack pointer, as `whippet build` makes it do. */
  get contains(): boolean {
    return this.#exports.__stack_pointer !== undefined
  }

  /** The number of requests that are not answered yet. */
  get pending(): number {
    return this.#records.length - this.#free.length
  }

  /** Sends a request through the module. Never throws and never rejects: what goes wrong is an answer. */
  handle<T>(incoming: Incoming, reply: Reply<T>): T | Promise<T> {
    const record = this.#take(incoming)
    if (this.#declared === null && !this.#open(record)) {
      this.#drop(record)
      return reply(503, PROBLEM, problem(503, 'Service Unavailable'))
    }
    const code = this.#start(record)
    if (code === READY || code === FAILED) {
      this.#drop(record)
      return this.#answer(code, reply)
    }
    return new Promise((resolve) => {
      record.settle = (code) => {
        this.#drop(record)
        resolve(this.#answer(code, reply))
      }
      incoming.onAbort(() => this.#cancel(record))
      this.#proceed(record, code)
    })
  }

  /** Answers 500 to all that is still in the module: for an instance that was given up. */
  abandon(): void {
    for (const record of this.#records) record?.settle?.(FAILED)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Restores the stack after a trap that left through an export which is not entered here, such as a closure's. */
  guard(enter: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
    return (...args) => {
      const stack = this.#exports.__stack_pointer
      const top = stack?.value ?? 0
      try {
        return enter(...args)
      } catch (error) {
        if (stack) stack.value = top
        this.suspect = true
        throw error
      }
    }
  }

  // What the module asks for. Each names a request by its number.

  header(id: number, name: string): string | undefined {
    return this.#records[id]?.incoming.header(name) ?? undefined
  }

  headers(id: number): string {
    return this.#records[id]?.incoming.headers() ?? ''
  }

  client(id: number): string {
    return this.#records[id]?.incoming.client() ?? ''
  }

  env(id: number): unknown {
    return this.#records[id]?.incoming.env
  }

  binding(env: unknown, name: string): unknown {
    return typeof env === 'object' && env !== null && Object.hasOwn(env, name) ? env[name as keyof object] : undefined
  }

  log(line: string): void {
    console.error(line)
  }

  /** Wakes a task: in a microtask, since whoever wakes it may be in the module just now. */
  wake(id: number): void {
    const record = this.#records[id]
    if (!record || record.queued) return
    record.queued = true
    queueMicrotask(() => {
      record.queued = false
      if (this.#records[id] === record) this.#proceed(record, this.#enter(() => this.#exports.whippet_poll(id)))
    })
  }

  timer(timer: number, milliseconds: number): void {
    const fire = (): void => {
      this.#timers.delete(timer)
      this.#enter(() => this.#exports.whippet_fire(timer))
    }
    this.#timers.set(timer, setTimeout(fire, milliseconds))
  }

  forget(timer: number): void {
    clearTimeout(this.#timers.get(timer))
    this.#timers.delete(timer)
  }

  /** Makes room for a task that goes on after its request's answer. */
  background(id: number): number {
    const incoming = this.#records[id]?.incoming
    if (!incoming) throw new Error(`request ${id} is over`)
    const task = this.#take(incoming)
    incoming.waitUntil(
      new Promise<void>((resolve) => {
        task.settle = () => {
          this.#drop(task)
          resolve()
        }
      }),
    )
    this.wake(task.id)
    return task.id
  }

  // The way of a request.

  #take(incoming: Incoming): InFlight {
    const id = this.#free.pop() ?? this.#records.length
    const record: InFlight = { id, incoming, settle: null, queued: false }
    this.#records[id] = record
    return record
  }

  #drop(record: InFlight): void {
    this.#records[record.id] = null
    this.#free.push(record.id)
  }

  /** Starts the application, before its first answer. */
  #open(record: InFlight): boolean {
    const exports = this.#exports
    const open = (): number => {
      exports.whippet_install?.()
      return exports.whippet_open(record.id)
    }
    if (this.#enter(open) !== READY) return false
    const names = this.#text(this.#word(0), this.#word(1))
    this.#declared = names === '' ? [] : names.split('\0')
    return true
  }

  #start(record: InFlight): number {
    const { incoming } = record
    let head = `${incoming.method}\0${incoming.target}\0`
    for (const name of this.#declared ?? []) {
      const value = incoming.header(name)
      head += value === null ? '\0' : `=${value}\0`
    }
    // A UTF-16 unit becomes at most three bytes.
    if (head.length * 3 > this.#headBytes) {
      this.#headBytes = Math.max(4096, head.length * 3)
      this.#head = this.#exports.whippet_head(this.#headBytes)
    }
    const { written } = encoder.encodeInto(head, this.#memory().subarray(this.#head, this.#head + this.#headBytes))
    return this.#enter(() => this.#exports.whippet_start(record.id, written))
  }

  /** Goes on after an entry. */
  #proceed(record: InFlight, code: number): void {
    if (code === NEEDS_BODY) void this.#body(record, this.#word(0))
    else if (code !== PENDING) record.settle?.(code)
  }

  async #body(record: InFlight, maxBytes: number): Promise<void> {
    const { id, incoming } = record
    let body: Uint8Array | null | undefined
    try {
      body = await incoming.body(maxBytes)
    } catch {
      body = undefined
    }
    // It was cancelled, or the instance abandoned, while the body came in.
    if (this.#records[id] !== record) return
    const code = this.#enter(() => {
      if (!body) return this.#exports.whippet_refuse(id, body === null ? TOO_LARGE : UNREADABLE)
      const at = this.#exports.whippet_body(body.byteLength)
      this.#memory().set(body, at)
      return this.#exports.whippet_resume(id)
    })
    this.#proceed(record, code)
  }

  #cancel(record: InFlight): void {
    if (this.#records[record.id] !== record) return
    this.#enter(() => this.#exports.whippet_cancel(record.id))
    record.settle?.(FAILED)
  }

  /** Enters the module. A trap leaves its stack where it was: it is put back. */
  #enter(call: () => number): number {
    const stack = this.#exports.__stack_pointer
    const top = stack?.value ?? 0
    try {
      return call()
    } catch (error) {
      if (stack) stack.value = top
      this.suspect = true
      console.error(error)
      return FAILED
    }
  }

  // What the module left in its outbox.

  #answer<T>(code: number, reply: Reply<T>): T {
    if (code !== READY) return reply(500, PROBLEM, problem(500, 'Internal Server Error'))
    const [status, headers, headersBytes, at, bytes] = [0, 1, 2, 3, 4].map((index) => this.#word(index)) as [
      number,
      number,
      number,
      number,
      number,
    ]
    const packed = this.#text(headers, headersBytes)
    const fields = packed === '' ? [] : packed.split('\0')
    const body = bytes === 0 ? null : this.#memory().slice(at, at + bytes)
    // A large body is given back at once, a small one with the next answer.
    if (bytes > 16_384) this.#exports.whippet_release()
    return reply(status, fields, body)
  }

  #word(index: number): number {
    this.#memory()
    return this.#words[this.#outbox + index] ?? 0
  }

  /** Bytes as text, a character each: a header's value is bytes, not UTF-8. */
  #text(at: number, bytes: number): string {
    const memory = this.#memory()
    let text = ''
    for (let from = at; from < at + bytes; from += 4096) {
      text += String.fromCharCode(...memory.subarray(from, Math.min(from + 4096, at + bytes)))
    }
    return text
  }

  /** The module's memory. Growing it detaches every view. */
  #memory(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.byteLength === 0) {
      const buffer = this.#exports.memory.buffer as ArrayBuffer
      this.#bytes = new Uint8Array(buffer)
      this.#words = new Uint32Array(buffer)
    }
    return this.#bytes as Uint8Array<ArrayBuffer>
  }
}
