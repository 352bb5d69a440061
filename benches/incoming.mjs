/** A request that is no `Request`: what a package's `handle` is measured with. */
export class BenchIncoming {
  #headers
  #body

  constructor(method, target, env = {}, { headers = {}, body = new Uint8Array(0) } = {}) {
    this.method = method
    this.target = target
    this.env = env
    this.#headers = headers
    this.#body = body
  }

  header(name) {
    return this.#headers[name] ?? null
  }

  headers() {
    return Object.entries(this.#headers).map(([name, value]) => `${name}\0${value}\0`).join('')
  }

  /** It is on its way until the caller is done, as bodies are. */
  body(_, take) {
    queueMicrotask(() => take(this.#body))
  }

  client() {
    return ''
  }

  onAbort() {}

  waitUntil() {}
}
