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
import { createServer as createNodeServer } from 'node:http';
import { clientOf, requestContext } from './vercel.js';
/** A server of an application. Call `listen()` on it. */
export function createServer(app, options = {}) {
    return createNodeServer(createListener(app, options));
}
/** The listener of such a server, for servers that do more. */
export function createListener(app, options = {}) {
    const trusts = options.client === 'vercel';
    return (request, response) => {
        void app.handle(new NodeIncoming(request, response, trusts), replyTo(response));
    };
}
/** An `IncomingMessage`, as the module sees it. */
class NodeIncoming {
    env = process.env;
    #request;
    #response;
    #trusts;
    constructor(request, response, trusts) {
        this.#request = request;
        this.#response = response;
        this.#trusts = trusts;
    }
    get method() {
        return this.#request.method ?? 'GET';
    }
    get target() {
        return this.#request.url ?? '/';
    }
    header(name) {
        const { headers } = this.#request;
        const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
        return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
    }
    headers() {
        const names = Object.keys(this.#request.headers);
        return names.map((name) => `${name}\0${this.header(name) ?? ''}\0`).join('');
    }
    body(maxBytes) {
        const request = this.#request;
        if (Number(request.headers['content-length'] ?? 0) > maxBytes)
            return Promise.resolve(null);
        // Somebody before has read it, or the client is gone: nothing more would come.
        if (request.readableEnded || request.destroyed)
            return Promise.reject(new Error('there is no body left to read'));
        return new Promise((resolve, reject) => {
            const chunks = [];
            let bytes = 0;
            request.on('data', (chunk) => {
                bytes += chunk.byteLength;
                // What is too much is read and forgotten: a client that still sends would not see the answer.
                if (bytes > maxBytes) {
                    chunks.length = 0;
                    resolve(null);
                }
                else {
                    chunks.push(chunk);
                }
            });
            request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)));
            request.once('error', reject);
            request.once('close', () => reject(new Error('the client went away')));
        });
    }
    client() {
        if (this.#trusts)
            return clientOf((name) => this.header(name));
        return `${this.#request.socket.remoteAddress ?? ''}\0\0\0\0\0\0\0`;
    }
    onAbort(callback) {
        const response = this.#response;
        response.once('close', () => {
            if (!response.writableFinished)
                callback();
        });
    }
    waitUntil(promise) {
        // A server of one's own lives on anyway; one on Vercel is kept by its context.
        requestContext()?.waitUntil?.(promise);
    }
}
function replyTo(response) {
    return (status, fields, body) => {
        if (response.destroyed)
            return;
        const hasLength = status === 204 || status === 304 || fields.some((field, index) => index % 2 === 0 && field === 'content-length');
        try {
            response.writeHead(status, hasLength ? fields : [...fields, 'content-length', String(body?.byteLength ?? 0)]);
        }
        catch (error) {
            // Node refuses what it cannot send; that costs this request, not the process.
            console.error(`an answer of ${status} cannot be sent:`, error);
            response.writeHead(500).end();
            return;
        }
        response.end(body);
    };
}
