/**
 * workers-rs on workerd: the entrypoint around what wasm-bindgen makes of the crate.
 *
 * It does what `worker-build` 0.8 has its own shim do: a class as the entrypoint, and a fresh instance after a trap. Durable objects are left
 * out, and with them two proxies around each request.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import * as module from '../../../target/bench/workers-rs/index.js'

const state = module.__worker_init_state()

function note(error) {
  if (error instanceof WebAssembly.RuntimeError) state.criticalError = true
}
addEventListener('error', (event) => note(event.error))

function renewIfTrapped() {
  if (!state.criticalError) return
  module.__wbg_reset_state()
  state.criticalError = false
  state.instanceId += 1
}

export default class extends WorkerEntrypoint {
  fetch(request) {
    renewIfTrapped()
    try {
      return module.fetch.call(this, request, this.env, this.ctx)
    } catch (error) {
      note(error)
      throw error
    }
  }
}
