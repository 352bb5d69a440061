/**
 * Instances of a module: one takes requests, and after a trap a fresh one takes over while the old one finishes what it has.
 *
 * Called by the entries (`index`); calls `core` and `web` by way of the glue that `whippet build` makes.
 *
 * 1. A trap costs the request that trapped. Its instance is suspect: what the request held is never given back, so it takes nothing new.
 * 2. A suspect instance has {@link DRAIN_MS} to finish what it has; then the rest is answered 500. A neighbour that waits for
 *    something the trapped request held would wait for ever.
 * 3. At most {@link MAX_DRAINING} instances drain at once; of more the oldest is given up.
 * 4. Each starts the application anew, once for all requests that wait. The pause after a start that failed holds for the next instance,
 *    too: one that panics in its start leaves nothing but its successor.
 */
import type { Host } from './core.js'
import type { create as createGlue } from './glue.js'
import type { Incoming, Reply, Startup } from './incoming.js'

/** How long a suspect instance may finish what it has, in milliseconds. */
const DRAIN_MS = 10_000

/** How many suspect instances may drain at once. */
const MAX_DRAINING = 2

/** A module that answers requests, whatever happens to one instance of it. */
export class Instances {
  readonly #create: typeof createGlue
  readonly #module: WebAssembly.Module
  /** In Node a request may wait for what another began. */
  readonly #startup: Startup = { shared: true, pause: 0, next: 0 }
  #draining: Host[] = []
  #current: Host | null = null

  constructor(create: typeof createGlue, module: WebAssembly.Module) {
    this.#create = create
    this.#module = module
  }

  /** Sends a request through an instance. Never throws and never rejects. */
  handle<T>(incoming: Incoming, reply: Reply<T>): T | Promise<T> {
    return this.host().handle(incoming, reply)
  }

  /** The instance that takes requests. */
  host(): Host {
    this.#current ??= this.#instantiate()
    return this.#current
  }

  #instantiate(): Host {
    // The glue enters the module before there is a host to guard it; nothing of an application runs until then.
    let host: Host | undefined
    const guard = (enter: (...args: unknown[]) => unknown) => (...args: unknown[]): unknown =>
      host === undefined ? enter(...args) : host.guard(() => enter(...args))
    const glue = this.#create(this.#module, (exports) => {
      const guarded = Object.entries(exports).map(([name, value]) => [
        name,
        typeof value === 'function' ? guard(value as (...args: unknown[]) => unknown) : value,
      ])
      return Object.fromEntries(guarded) as WebAssembly.Exports
    })
    host = glue.whippet_host()
    if (!host.contains) {
      throw new Error(
        'the module does not export __stack_pointer, so a panic could not be contained: build it with `whippet build`, or link it with -Clink-arg=--export=__stack_pointer',
      )
    }
    // At once, not with the next request: there may be none, and a neighbour that waits must be answered.
    const instance = host
    instance.startup = this.#startup
    instance.onSuspect = () => this.#retire(instance)
    return instance
  }

  #retire(host: Host): void {
    if (this.#current === host) this.#current = null
    // Those that have finished meanwhile do not count.
    this.#draining = [...this.#draining, host].filter(({ pending }) => pending > 0)
    if (this.#draining.length > MAX_DRAINING) this.#draining.shift()?.abandon()
    if (host.pending === 0) return
    const deadline = setTimeout(() => host.abandon(), DRAIN_MS)
    // A process may end before: its requests are answered by then.
    if (typeof deadline === 'object') deadline.unref()
  }
}
