/**
 * The module as its host sees it: what it exports, and the requests in it. Types only.
 *
 * Used by `core`.
 */
import type { Incoming } from './incoming.js';
/** What the module exports to this file. */
export interface Exports {
    readonly memory: WebAssembly.Memory;
    readonly __stack_pointer?: WebAssembly.Global<'i32'>;
    /** Registers the application; missing where the module has none. */
    whippet_install?(): void;
    whippet_open(id: number): number;
    whippet_head(bytes: number): number;
    whippet_start(id: number, bytes: number): number;
    whippet_body(bytes: number): number;
    whippet_resume(id: number): number;
    whippet_refuse(id: number, reason: number): number;
    whippet_poll(id: number): number;
    whippet_cancel(id: number): number;
    whippet_fire(timer: number): number;
    whippet_outbox(): number;
    whippet_release(): number;
}
/** A request in the module, or a task that one left behind. */
export interface InFlight {
    readonly id: number;
    /** Missing for a task whose request is over: it has nothing to ask. */
    readonly incoming: Incoming | undefined;
    /** Whether it starts the application, and is no request until that is done. */
    opens: boolean;
    /** What is told the end; nobody before it waits, and after the end. */
    settle: ((code: number) => void) | null;
    /** Whether it will be polled in a microtask. */
    queued: boolean;
    /** How often it was polled. */
    turns: number;
    /** How many keep it: itself, and the tasks it left behind, which may still ask what it asked. */
    holds: number;
}
