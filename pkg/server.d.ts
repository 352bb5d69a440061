/**
 * The application as a Node server: `IncomingMessage` goes straight in, `ServerResponse` is written, no `Request` and no `Response` is made.
 *
 * The third form on Vercel: a whole server, found by its `listen()`. The same serves anywhere else.
 *
 * @example
 * ```ts
 * // server.ts
 * import { createServer } from './pkg/server.js'
 * import app from './pkg/index.js'
 * createServer(app, { client: 'vercel' }).listen(3000)
 * ```
 */
import { type RequestListener, type Server } from 'node:http';
import type { App } from './index.js';
/** How a server knows things. */
export interface ServerOptions {
    /**
     * Who says where a client is: `'socket'` (the default) is the peer of the connection; `'vercel'` trusts the headers that Vercel sets, and
     * must not be used where clients can reach the server themselves.
     */
    readonly client?: 'socket' | 'vercel';
}
/** A server of an application. Call `listen()` on it. */
export declare function createServer(app: App, options?: ServerOptions): Server;
/** The listener of such a server, for servers that do more. */
export declare function createListener(app: App, options?: ServerOptions): RequestListener;
