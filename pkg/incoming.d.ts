/**
 * A request and its answer, as the module's host and the adapters agree on them. Types only.
 *
 * Implemented by the adapters (`web`, `server`), used by `core`.
 */
/** A request, as a runtime has it. */
export interface Incoming {
    readonly method: string;
    /** Path and query as sent, or the whole URL. */
    readonly target: string;
    /** The platform's environment: variables, on some platforms objects. */
    readonly env: Readonly<Record<string, unknown>>;
    /** The value of a header by its name in lower case, repeated ones joined by `, `; `null` where there is none. */
    header(name: string): string | null;
    /** All headers: a name, its value, a name, its value, and so on, each ended by NUL. */
    headers(): string;
    /** The whole body; `null` where it has more than `maxBytes`. Rejects where it cannot be read. */
    body(maxBytes: number): Promise<Uint8Array | null>;
    /** Who sends it: address, city, country, region, latitude, longitude, postal code, each ended by NUL, empty where unknown. */
    client(): string;
    /** Calls back once the client goes away before the answer. Asked only for answers that wait. */
    onAbort(callback: () => void): void;
    /** Keeps the instance alive until a promise is settled. */
    waitUntil(promise: Promise<unknown>): void;
}
/** Makes a runtime's answer: `fields` is a name, its value, a name, its value, and so on. */
export type Reply<T> = (status: number, fields: string[], body: Uint8Array<ArrayBuffer> | null) => T;
