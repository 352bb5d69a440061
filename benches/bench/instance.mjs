/**
 * Instances of a built package whose memory can be seen: what the programs of the benchmark load a package with.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Loads the parts of a package; `compile` and `instantiate` are its two steps, each by itself. */
export async function load(folder) {
  const part = (file) => import(pathToFileURL(join(folder, file)).href)
  const [{ create }, { Instances }, { serve }] = await Promise.all([part('glue.js'), part('instance.js'), part('web.js')])
  const bytes = readFileSync(join(folder, 'app_bg.wasm'))
  return {
    compile: () => new WebAssembly.Module(bytes),
    instantiate: (module) => new Instance(create, Instances, serve, module),
  }
}

/** An instance, and the bytes of its memory. */
class Instance {
  #exports
  #instances
  #serve

  constructor(create, Instances, serve, module) {
    const seen = (module, guard) =>
      create(module, (exports) => {
        this.#exports = exports
        return guard(exports)
      })
    this.#instances = new Instances(seen, module)
    this.#serve = serve
    this.#instances.host()
  }

  get bytes() {
    return this.#exports.memory.buffer.byteLength
  }

  /** Starts the application, as the first request would. */
  open() {
    this.#exports.whippet_install()
    this.#exports.whippet_open(0)
  }

  handle(incoming, reply) {
    return this.#instances.handle(incoming, reply)
  }

  fetch(request) {
    return this.#serve(this.#instances.host(), request, {})
  }
}
