/**
 * One request through the module: packed in, entered, answered. The JavaScript half of the crate's `boundary`.
 *
 * Called by the adapters (`web`, `server`) and by the module itself, which makes its own {@link Host}; calls `memory` and `table`. Knows neither `Request` nor
 * `Response` nor a runtime: those are the adapters'.
 *
 * 1. One crossing carries method and target in, one more the headers that are declared, once one of them is asked for, and one the body, if it
 *    is wanted; status, headers and body leave together.
 * 2. JavaScript enters the module only here, each time within one try and catch that knows the request: a trap costs that request.
 * 3. An answer that is there at once is returned; a promise is made only for what waits.
 * 4. Nothing about a request is kept outside its record, and the record is gone with the request.
 */
import type { Incoming, Reply, Startup } from './incoming.js';
import type { Memory } from './memory.js';
import type { Table } from './table.js';
/**
 * A request in the module, or a task: one that a request left behind, or the start that is everybody's. Its host tells it its end, and no
 * closure in a field: V8 keeps what such a one reaches far longer than the request lasts, which made each twice as dear.
 */
declare class InFlight {
    readonly id: number;
    readonly incoming: Incoming | undefined;
    readonly request: InFlight | undefined;
    /** Whether it waits, and is to be told the end: not before it waits, and not twice. */
    waits: boolean;
    /** Whether it starts the application, and is no request until that is done. */
    opens: boolean;
    /** Whether it will be polled in a microtask, and how often it was. */
    queued: boolean;
    turns: number;
    /** How many keep it: itself, and the tasks it left behind, which may still ask what it asked. */
    holds: number;
    /** Makes its answer, which ends its promise; a task has none. */
    reply: Reply<unknown> | null;
    resolve: ((answer: unknown) => void) | null;
    /** `incoming` is missing for a task whose request is over: it has nothing to ask. `request` is the one that left it behind. */
    constructor(id: number, incoming: Incoming | undefined, request: InFlight | undefined);
}
/** One instance of the module, and the requests in it. */
export declare class Host {
    #private;
    /** Whether the module trapped: what the trap held is lost, so it finishes what it has and takes nothing new. */
    suspect: boolean;
    /** Called once, when a trap has made this instance suspect. */
    onSuspect: (() => void) | null;
    /** Set before the first request. */
    startup: Startup;
    constructor(instance: WebAssembly.Instance, memory: Memory, records: Table<InFlight>);
    /** Whether a trap can be contained: the module exports its stack pointer, as `whippet build` makes it do. */
    get contains(): boolean;
    /** The number of requests that are not answered yet. */
    get pending(): number;
    /** Sends a request through the module. Never throws and never rejects: what goes wrong is an answer. */
    handle<T>(incoming: Incoming, reply: Reply<T>): T | Promise<T>;
    /** Answers 500 to all that is still in the module: for an instance that was given up. */
    abandon(): void;
    /** Calls into the module. A trap leaves its stack where it was: it is put back, and the instance is suspect from then on. */
    guard<T>(call: () => T): T;
    /** Writes the headers that the application declared, where a head is written, and says how many bytes they have. */
    declared(id: number): number;
    header(id: number, name: string): string | undefined;
    headers(id: number): string;
    client(id: number): string;
    env(id: number): unknown;
    binding(env: unknown, name: string): unknown;
    log(line: string, isError: boolean): void;
    /** The application is there; `declared` names the headers that are told together. */
    opened(declared: string): void;
    /** The application cannot start. Starts that fail side by side are one failure. */
    failed(...line: unknown[]): void;
    /** Wakes a task: later, since whoever wakes it may be in the module just now. */
    wake(id: number): void;
    timer(timer: number, milliseconds: number): void;
    forget(timer: number): void;
    /** Makes room for a task that goes on after its request's answer. */
    background(id: number): number;
}
export {};
