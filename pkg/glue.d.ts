import type * as bindings from './bindings.js'

/** What one instance exports: the functions and classes that Rust marks with `#[wasm_bindgen]`. */
export type Instance = Omit<typeof bindings, 'default' | 'initSync'>

/**
 * Makes an instance of the compiled module, with a memory of its own, and runs its start functions.
 *
 * @param module the compiled `app_bg.wasm`
 * @param guard receives the raw exports once, before anything calls them, and returns what all calls go through from
 *   then on; without it they are called directly
 */
export function create(
  module: WebAssembly.Module,
  guard?: (exports: WebAssembly.Exports) => WebAssembly.Exports,
): Instance
