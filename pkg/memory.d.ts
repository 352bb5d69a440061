/**
 * The module's memory, as a request goes through it: heads and bodies are written in, answers are read out.
 *
 * Made by the module for its host (`core`), which knows when; this file knows where. The crate carries it, compiled, beside `core`.
 *
 * 1. What is text comes and goes by the platform's encoder and decoder; a letter at a time would cost more than all the rest.
 * 2. Growing the memory detaches every view, so each is looked at before it is used.
 */
import type { Reply } from './incoming.js';
/** The memory of one instance. */
export declare class Memory {
    #private;
    constructor(instance: WebAssembly.Instance);
    /** Writes a head, and says how many bytes it has. */
    writeHead(head: string): number;
    /** Writes a body, or a chunk of one. */
    writeBody(body: Uint8Array): void;
    /** A word that the module left in its outbox. */
    word(index: number): number;
    /** The answer that the module left in its outbox. */
    answer<T>(reply: Reply<T>): T;
}
