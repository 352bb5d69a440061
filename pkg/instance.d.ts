/**
 * Instances of a module: one takes requests, and after a trap a fresh one takes over while the old one finishes what it has.
 *
 * Called by the entries (`index`); calls `core` and `web` by way of the glue that `whippet build` makes.
 *
 * 1. A trap costs the request that trapped. Its instance is suspect: what the request held is never given back, so it takes nothing new.
 * 2. A suspect instance has {@link DRAIN_MS} to finish what it has; then the rest is answered 500. A neighbour that waits for
 *    something the trapped request held would wait for ever.
 * 3. At most {@link MAX_DRAINING} instances drain at once; of more the oldest is given up.
 * 4. Each starts the application anew, once for all requests that wait. The pause after a start that failed holds for the next instance,
 *    too: one that panics in its start leaves nothing but its successor.
 */
import type { Host } from './core.js';
import type { create as createGlue } from './glue.js';
import type { Incoming, Reply } from './incoming.js';
/** A module that answers requests, whatever happens to one instance of it. */
export declare class Instances {
    #private;
    constructor(create: typeof createGlue, module: WebAssembly.Module);
    /** Sends a request through an instance. Never throws and never rejects. */
    handle<T>(incoming: Incoming, reply: Reply<T>): T | Promise<T>;
    /** The instance that takes requests. */
    host(): Host;
}
