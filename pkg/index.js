/**
 * The application as a Web-standard handler, for Vercel's functions.
 *
 * Who sends a request is what Vercel's headers say, so behind anything else do not trust it: a `Request` does not know its socket.
 * A Node server does: `server`.
 *
 * @example
 * ```ts
 * // api/index.ts
 * import app from '../pkg/index.js'
 * export default { fetch: app.fetch }
 * ```
 */
import { readFileSync } from 'node:fs';
import { create } from './glue.js';
import { Instances } from './instance.js';
import { clientOf, requestContext } from './vercel.js';
import { serve } from './web.js';
export { methods } from './methods.js';
// Written out here, so that whoever traces this file's imports finds the module, too.
const module = new WebAssembly.Module(readFileSync(new URL('./app_bg.wasm', import.meta.url)));
const instances = new Instances(create, module);
// At once: what is wrong with the module is said when this file is imported, not with the first request.
instances.host();
/** Answers a request. */
export const fetch = (request, info) => {
    const context = [requestContext(), info].find((context) => typeof context?.waitUntil === 'function');
    const platform = {
        env: process.env,
        waitUntil: context?.waitUntil?.bind(context),
        client: ({ headers }) => clientOf((name) => headers.get(name)),
    };
    return serve(instances.host(), request, platform);
};
const app = { fetch, handle: (incoming, reply) => instances.handle(incoming, reply) };
export default app;
