import type { Incoming, Reply, Take } from './incoming.js';
import type { Fetch } from './methods.js';
export { methods } from './methods.js';
export type { Fetch, Incoming, Reply, Take };
/** An application. */
export interface App {
    /** Answers a request. It needs no `this`. A context's `waitUntil` is Vercel's own, else that of the second argument. */
    readonly fetch: Fetch;
    /** Answers a request that is no `Request`: for adapters. */
    readonly handle: <T>(incoming: Incoming, reply: Reply<T>) => T | Promise<T>;
}
/** Answers a request. */
export declare const fetch: Fetch;
declare const app: App;
export default app;
