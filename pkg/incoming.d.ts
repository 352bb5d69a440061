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
    /** Reads the whole body, of at most `maxBytes`. */
    body(maxBytes: number, take: Take): void;
    /** Reads the next bytes of the body, when asked for and not before; none where it is over. */
    chunk(take: Take): void;
    /** Who sends it: address, city, country, region, latitude, longitude, postal code, each ended by NUL, empty where unknown. */
    client(): string;
    /** Calls back once the client goes away before the answer, at once where it is gone. Asked only for answers that wait: then nobody waits for a body any more. */
    onAbort(callback: () => void): void;
    /** Keeps the instance alive until a promise is settled. */
    waitUntil(promise: Promise<unknown>): void;
}
/**
 * Takes what was read of a body, at once or later: `null` where the whole body is too large, `undefined` where it cannot be read. No promise:
 * where a runtime calls back, one is dear.
 */
export type Take = (bytes: Uint8Array | null | undefined) => void;
/** When the application is started. Instances that follow each other share it. */
export interface Startup {
    /**
     * Whether one start is everybody's. Where a request cannot wait for what belongs to another, as on workerd, each that comes before the
     * application is there runs a start of its own, and the first that succeeds is kept.
     */
    readonly shared: boolean;
    /** The pause after the last start, where it failed, in milliseconds: none begins before it is over. 0 after one that succeeded. */
    pause: number;
    /** When that pause is over, in milliseconds of `Date.now()`. */
    next: number;
}
/**
 * Makes a runtime's answer: `fields` is a name, its value, a name, its value, and so on, and may be another answer's, too. A short body comes
 * as text where it is ASCII: runtimes are quicker with that. Bytes are lent: they stand in the module's memory, to be
 * read only, and have to be copied before it returns, and before it asks the application anything.
 */
export type Reply<T> = (status: number, fields: readonly string[], body: Uint8Array<ArrayBuffer> | string | null) => T;
