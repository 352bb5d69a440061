/** What `whippet build` makes of wasm-bindgen's glue: it stands beside these files in `pkg/`. */
import type { Host } from './core.js'

/** Makes an instance of a compiled module, and gives what it exports. */
export function create(
  module: WebAssembly.Module,
  guard?: (exports: WebAssembly.Exports) => WebAssembly.Exports,
): {
  /** The instance's host. */
  whippet_host(): Host
  /** The plain `fetch` of the module, in the form of Cloudflare's handlers. */
  fetch(request: Request, env?: unknown, context?: unknown): Response | Promise<Response>
}
