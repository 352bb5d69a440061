/**
 * What Vercel tells a function beside the request.
 *
 * Called by `index` and, where it is asked for, by `server`. Calls nothing; of `web` it needs types only.
 *
 * 1. The request's context is `globalThis[Symbol.for('@vercel/request-context')].get()`; it is read at once when the request comes in, since it
 *    belongs to the request that is being handled. `vercel dev` gives a second argument, which serves where there is no context.
 * 2. Address and place are headers that Vercel sets itself, whatever a client sent: `x-real-ip` and `x-vercel-ip-*`.
 *    Behind anything else a client can forge them.
 */

import type { Platform } from './web.js'

/** What Vercel offers for work after the answer. */
export interface RequestContext {
  waitUntil?: (promise: Promise<unknown>) => void
}

const CONTEXT = Symbol.for('@vercel/request-context')
const PLACE = ['city', 'country', 'country-region', 'latitude', 'longitude', 'postal-code']

/** The context of the request that is being handled just now. */
export function requestContext(): RequestContext | undefined {
  const holder = (globalThis as Record<symbol, unknown>)[CONTEXT] as { get?: () => RequestContext | undefined } | undefined
  return holder?.get?.()
}

/** What Vercel gives beside one request. Made for each, so it holds as little as it can. */
export class VercelPlatform implements Platform {
  readonly #context: RequestContext | undefined

  /** @param info the second argument of a `fetch` */
  constructor(info: RequestContext | undefined) {
    const context = requestContext()
    this.#context = [context, info].find((context) => typeof context?.waitUntil === 'function')
  }

  get env(): Readonly<Record<string, unknown>> {
    return process.env
  }

  client({ headers }: Request): string {
    return clientOf((name) => headers.get(name))
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#context?.waitUntil?.(promise)
  }
}

/** Who sends a request, packed as `Incoming.client` says. */
export function clientOf(header: (name: string) => string | null): string {
  const address = header('x-real-ip') ?? ''
  const place = PLACE.map((name) => decode(header(`x-vercel-ip-${name}`) ?? ''))
  return [address, ...place].map((field) => `${field.replaceAll('\0', '')}\0`).join('')
}

/** The city is URL-encoded, since a header cannot hold its letters. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
