// Generated from npm/src/web.ts by `npm run build`; not to be edited.
const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();
/** A `Request`, as the module sees it. */
class WebIncoming {
    #request;
    #platform;
    #reader;
    constructor(request, platform) {
        this.#request = request;
        this.#platform = platform;
    }
    get method() {
        return this.#request.method;
    }
    get target() {
        return this.#request.url;
    }
    get env() {
        return this.#platform.env ?? {};
    }
    header(name) {
        return this.#request.headers.get(name);
    }
    headers() {
        let packed = '';
        for (const [name, value] of this.#request.headers)
            packed += `${name}\0${value}\0`;
        return packed;
    }
    body(maxBytes, take) {
        this.#body(maxBytes).then(take, () => take(undefined));
    }
    chunk(take) {
        this.#chunk().then(take, () => take(undefined));
    }
    async #body(maxBytes) {
        const request = this.#request;
        const declared = request.headers.get('content-length');
        if (declared !== null && Number(declared) > maxBytes)
            return null;
        // A declared length is kept by the runtime; without one, what comes in is counted.
        if (declared !== null) {
            const body = new Uint8Array(await request.arrayBuffer());
            return body.byteLength > maxBytes ? null : body;
        }
        return request.body === null ? NOTHING : collect(request.body, maxBytes);
    }
    async #chunk() {
        this.#reader ??= this.#request.body?.getReader();
        for (;;) {
            const { value = NOTHING, done = true } = (await this.#reader?.read()) ?? {};
            if (done || value.byteLength > 0)
                return value;
        }
    }
    client() {
        return this.#platform.client?.(this.#request) ?? '';
    }
    onAbort(callback) {
        const { signal } = this.#request;
        if (signal.aborted)
            callback();
        else
            signal.addEventListener('abort', callback, { once: true });
    }
    waitUntil(promise) {
        this.#platform.waitUntil?.(promise);
    }
}
async function collect(stream, maxBytes) {
    const chunks = [];
    let bytes = 0;
    const reader = stream.getReader();
    for (;;) {
        const { done, value } = await reader.read();
        if (done)
            break;
        bytes += value.byteLength;
        if (bytes > maxBytes) {
            // Not cancelled but let go: cancelling a body that still comes in ends the process of Vercel's development server.
            reader.releaseLock();
            return null;
        }
        chunks.push(value);
    }
    const body = new Uint8Array(bytes);
    let at = 0;
    for (const chunk of chunks) {
        body.set(chunk, at);
        at += chunk.byteLength;
    }
    return body;
}
/** That of the answer before: the same fields again are the same array. */
let before;
function initOf(fields) {
    if (before?.fields === fields) {
        // Node copies it faster than it reads a list; made for one answer only, it would cost more.
        if (Array.isArray(before.headers))
            before.headers = new Headers(before.headers);
        return before;
    }
    const headers = [];
    for (let index = 0; index + 1 < fields.length; index += 2)
        headers.push([fields[index] ?? '', fields[index + 1] ?? '']);
    before = { fields, headers, hasType: headers.some(([name]) => name === 'content-type') };
    return before;
}
function respond(status, fields, body) {
    const { headers, hasType } = initOf(fields);
    // Bytes are lent, and not every runtime copies them. Of text a `Response` would say on its own what it is.
    const own = typeof body !== 'string' ? (body?.slice() ?? null) : hasType ? body : encoder.encode(body);
    return new Response(own, { status, headers });
}
/** Sends a `Request` through an instance of the module. */
export function serve(host, request, platform) {
    return host.handle(new WebIncoming(request, platform), respond);
}
/** The module's own `fetch`, in the form of Cloudflare's handlers: environment and context are arguments. */
export function serveRaw(host, request, env, context) {
    return serve(host, request, { env, waitUntil: context?.waitUntil?.bind(context) });
}
