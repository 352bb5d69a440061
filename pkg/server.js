import { createServer as createNodeServer } from 'node:http';
import { clientOf, requestContext } from './vercel.js';
export function createServer(app, options = {}) {
    return createNodeServer(createListener(app, options));
}
export function createListener(app, options = {}) {
    const trusts = options.client === 'vercel';
    return (request, response) => {
        void app.handle(new NodeIncoming(request, response, trusts), replyTo(response));
    };
}
const NOTHING = new Uint8Array(0);
class NodeIncoming {
    env = process.env;
    #request;
    #response;
    #trusts;
    #reader;
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
        if (request.readableEnded || request.destroyed)
            return Promise.reject(new Error('there is no body left to read'));
        return new Promise((resolve, reject) => {
            const chunks = [];
            let bytes = 0;
            request.on('data', (chunk) => {
                bytes += chunk.byteLength;
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
    chunk() {
        const request = this.#request;
        if (request.readableEnded)
            return Promise.resolve(NOTHING);
        if (request.destroyed)
            return Promise.reject(new Error('there is no body left to read'));
        return new Promise((resolve, reject) => {
            if (this.#reader === undefined)
                this.#listen();
            this.#reader = { resolve, reject };
            request.resume();
        });
    }
    #listen() {
        const request = this.#request;
        const gone = (error = new Error('the client went away')) => this.#reader?.reject(error);
        request.on('data', (chunk) => {
            if (!this.#response.writableEnded)
                request.pause();
            this.#reader?.resolve(chunk);
        });
        request.once('end', () => this.#reader?.resolve(NOTHING));
        request.once('error', gone);
        request.once('close', () => gone());
        this.#response.once('finish', () => request.resume());
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
            console.error(`an answer of ${status} cannot be sent:`, error);
            response.writeHead(500).end();
            return;
        }
        response.end(body);
    };
}
