/**
 * What Vercel tells a function beside the request.
 *
 * Called by `index` and, where it is asked for, by `server`. Calls nothing.
 *
 * 1. The request's context is `globalThis[Symbol.for('@vercel/request-context')].get()`; it is read at once when the request comes in, since it
 *    belongs to the request that is being handled. `vercel dev` gives a second argument, which serves where there is no context.
 * 2. Address and place are headers that Vercel sets itself, whatever a client sent: `x-real-ip` and `x-vercel-ip-*`.
 *    Behind anything else a client can forge them.
 */
const CONTEXT = Symbol.for('@vercel/request-context');
const PLACE = ['city', 'country', 'country-region', 'latitude', 'longitude', 'postal-code'];
/** The context of the request that is being handled just now. */
export function requestContext() {
    const holder = globalThis[CONTEXT];
    return holder?.get?.();
}
/** Who sends a request, packed as `Incoming.client` in `core` says. */
export function clientOf(header) {
    const address = header('x-real-ip') ?? '';
    const place = PLACE.map((name) => decode(header(`x-vercel-ip-${name}`) ?? ''));
    return [address, ...place].map((field) => `${field.replaceAll('\0', '')}\0`).join('');
}
/** The city is URL-encoded, since a header cannot hold its letters. */
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
