/** A request that is no `Request`: what a package's `handle` is measured with. */
export class BenchIncoming {
  constructor(method, target, env = {}) {
    this.method = method
    this.target = target
    this.env = env
  }

  header() {
    return null
  }

  headers() {
    return ''
  }

  async body() {
    return new Uint8Array(0)
  }

  client() {
    return ''
  }

  onAbort() {}

  waitUntil() {}
}
