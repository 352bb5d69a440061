/**
 * The application as a Web-standard handler, for Vercel's functions.
 *
 * Who sends a request is what Vercel's headers say, so behind anything else do not trust it: a `Request` does not know its socket.
 * A Node server does: `server`.
 *
 * @example
 * ```ts
 * // api/index.ts
 * import app from '../pkg/index.js'
 * export default { fetch: app.fetch }
 * ```
 */
import { readFileSync } from 'node:fs'
import { create } from './glue.js'
import type { Incoming, Reply, Take } from './incoming.js'
import { Instances } from './instance.js'
import type { Fetch } from './methods.js'
import { VercelPlatform } from './vercel.js'
import { serve } from './web.js'

export { methods } from './methods.js'
export type { Fetch, Incoming, Reply, Take }

/** An application. */
export interface App {
  /** Answers a request. It needs no `this`. A context's `waitUntil` is Vercel's own, else that of the second argument. */
  readonly fetch: Fetch
  /** Answers a request that is no `Request`: for adapters. */
  readonly handle: <T>(incoming: Incoming, reply: Reply<T>) => T | Promise<T>
}

// Written out here, so that whoever traces this file's imports finds the module, too.
const module = new WebAssembly.Module(readFileSync(new URL('./app_bg.wasm', import.meta.url)))
const instances = new Instances(create, module)
// At once: what is wrong with the module is said when this file is imported, not with the first request.
instances.host()

/** Answers a request. */
export const fetch: Fetch = (request, info) => serve(instances.host(), request, new VercelPlatform(info))

const app: App = { fetch, handle: (incoming, reply) => instances.handle(incoming, reply) }
export default app
