/* tslint:disable */
/* eslint-disable */

/**
 * The Web-standard `fetch` of the module as wasm-bindgen exports it: for whoever uses it without the npm package.
 *
 * `env` and `context` are those of Cloudflare's handlers; both may be left out. It returns a `Response`, or a promise of one.
 */
declare function fetch2(request: Request, env: any, context: any): any;
export { fetch2 as fetch }

/**
 * Makes room for a body, and says where.
 */
export function whippet_body(bytes: number): number;

/**
 * Drops a request whose client went away.
 */
export function whippet_cancel(id: number): number;

/**
 * Fires a timer.
 */
export function whippet_fire(timer: number): number;

/**
 * Makes room for a head, and says where.
 */
export function whippet_head(bytes: number): number;

/**
 * This instance's host.
 */
export function whippet_host(): any;

export function whippet_install(): void;

/**
 * Starts the application with the environment of a request, and tells the host the end: at once, or by the task of the request's number.
 */
export function whippet_open(id: number): number;

/**
 * Where the outbox is.
 */
export function whippet_outbox(): number;

/**
 * Polls a task that was woken.
 */
export function whippet_poll(id: number): number;

/**
 * Goes on without a body: 0 it has too many bytes, 1 it cannot be read.
 */
export function whippet_refuse(id: number, reason: number): number;

/**
 * Gives back what the outbox points at.
 */
export function whippet_release(): number;

/**
 * Goes on with a body that has been written.
 */
export function whippet_resume(id: number): number;

/**
 * Starts a request whose head has been written.
 */
export function whippet_start(id: number, bytes: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly fetch: (a: any, b: any, c: any) => any;
    readonly whippet_body: (a: number) => number;
    readonly whippet_cancel: (a: number) => number;
    readonly whippet_fire: (a: number) => number;
    readonly whippet_head: (a: number) => number;
    readonly whippet_host: () => any;
    readonly whippet_install: () => void;
    readonly whippet_open: (a: number) => number;
    readonly whippet_outbox: () => number;
    readonly whippet_poll: (a: number) => number;
    readonly whippet_refuse: (a: number, b: number) => number;
    readonly whippet_release: () => number;
    readonly whippet_resume: (a: number) => number;
    readonly whippet_start: (a: number, b: number) => number;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
