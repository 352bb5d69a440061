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
import type { Platform } from './web.js';
/** What Vercel offers for work after the answer. */
export interface RequestContext {
    waitUntil?: (promise: Promise<unknown>) => void;
}
/** The context of the request that is being handled just now. */
export declare function requestContext(): RequestContext | undefined;
/** What Vercel gives beside one request. Made for each, so it holds as little as it can. */
export declare class VercelPlatform implements Platform {
    #private;
    /** @param info the second argument of a `fetch` */
    constructor(info: RequestContext | undefined);
    get env(): Readonly<Record<string, unknown>>;
    client({ headers }: Request): string;
    waitUntil(promise: Promise<unknown>): void;
}
/** Who sends a request, packed as `Incoming.client` says. */
export declare function clientOf(header: (name: string) => string | null): string;
