/**
 * `Request` and `Response` of the Fetch standard, for the module.
 *
 * Called by the adapters of Web-standard runtimes and by the module's own `fetch`; calls `core`. The crate carries this file, compiled,
 * beside `core`.
 *
 * 1. `request.body` is not touched unless a route wants it: touching it can hang on some platforms.
 * 2. The `Response` is made once, from plain values, and never changed after.
 */
import type { Host } from './core.js';
/** What a platform gives beside the request. */
export interface Platform {
    /** Variables, on some platforms objects. */
    readonly env?: Readonly<Record<string, unknown>> | undefined;
    /** Keeps the instance alive until a promise is settled. */
    readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
    /** Who sends the request, packed as {@link Incoming.client} says. */
    readonly client?: ((request: Request) => string) | undefined;
}
/** Sends a `Request` through an instance of the module. */
export declare function serve(host: Host, request: Request, platform: Platform): Response | Promise<Response>;
/** The module's own `fetch`, in the form of Cloudflare's handlers: environment and context are arguments. */
export declare function serveRaw(host: Host, request: Request, env: Readonly<Record<string, unknown>> | undefined, context: {
    waitUntil?: (promise: Promise<unknown>) => void;
} | undefined): Response | Promise<Response>;
