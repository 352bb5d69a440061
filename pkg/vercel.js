const CONTEXT = Symbol.for('@vercel/request-context');
const PLACE = ['city', 'country', 'country-region', 'latitude', 'longitude', 'postal-code'];
export function requestContext() {
    const holder = globalThis[CONTEXT];
    return holder?.get?.();
}
export function clientOf(header) {
    const address = header('x-real-ip') ?? '';
    const place = PLACE.map((name) => decode(header(`x-vercel-ip-${name}`) ?? ''));
    return [address, ...place].map((field) => `${field.replaceAll('\0', '')}\0`).join('');
}
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
