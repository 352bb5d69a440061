import { readFileSync } from 'node:fs';
import { create } from './glue.js';
import { Instances } from './instance.js';
import { clientOf, requestContext } from './vercel.js';
import { serve } from './web.js';
export { methods } from './methods.js';
const module = new WebAssembly.Module(readFileSync(new URL('./app_bg.wasm', import.meta.url)));
const instances = new Instances(create, module);
instances.host();
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
