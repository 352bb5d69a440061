/**
 * One export for each HTTP method: the second form of a Vercel function.
 *
 * With it Vercel answers 405 itself to a method that is not exported, and adds neither HEAD nor OPTIONS: so all seven are here, and the
 * application decides.
 *
 * @example
 * ```ts
 * // api/index.ts
 * import app, { methods } from '../pkg/index.js'
 * export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = methods(app)
 * ```
 */
/** A Web-standard handler. */
export type Fetch = (request: Request, info?: {
    waitUntil?: (promise: Promise<unknown>) => void;
}) => Response | Promise<Response>;
/** The methods that Vercel lets a function export. */
export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** The application's `fetch` under the name of each method. Do not export `fetch` beside them: Vercel's launchers differ in which wins. */
export declare function methods(app: {
    readonly fetch: Fetch;
}): Readonly<Record<Method, Fetch>>;
