/**
 * What waits in the module, by number: requests and tasks.
 *
 * Made by the module for its host (`core`). The crate carries it, compiled, beside `core`.
 *
 * A ring: the last bits of a number say its place, and a number whose place is taken is left out. It is never made anew but to grow, so that
 * no old memory of it is left that holds what is over: a `Map` of V8, or an object, gets a new one again and again, and what the one before
 * held, with all that belongs to it, stays until the next full collection. With 1,000 at once that was a quarter of the process.
 */
export declare class Table<T extends {
    readonly id: number;
}> {
    #private;
    get size(): number;
    /** A number that nothing here has; none is given twice, until after four thousand million they begin anew. */
    next(): number;
    get(number: number): T | undefined;
    /** Puts in a thing whose number was the next one. */
    add(thing: T): void;
    delete(thing: T): void;
    values(): T[];
    clear(): void;
}
