// Generated from npm/src/table.ts by `npm run build`; not to be edited.
/**
 * What waits in the module, by number: requests and tasks.
 *
 * Made by the module for its host (`core`). The crate carries it, compiled, beside `core`.
 *
 * A ring: the last bits of a number say its place, and a number whose place is taken is left out. It is never made anew but to grow, so that
 * no old memory of it is left that holds what is over: a `Map` of V8, or an object, gets a new one again and again, and what the one before
 * held, with all that belongs to it, stays until the next full collection. With 1,000 at once that was a quarter of the process.
 */
export class Table {
    #places = places(64);
    #size = 0;
    #last = 0;
    get size() {
        return this.#size;
    }
    /** A number that nothing here has; none is given twice, until after four thousand million they begin anew. */
    next() {
        do
            this.#last = (this.#last + 1) >>> 0;
        while (this.#places[this.#place(this.#last)] !== undefined);
        return this.#last;
    }
    get(number) {
        const thing = this.#places[this.#place(number)];
        return thing?.id === number ? thing : undefined;
    }
    /** Puts in a thing whose number was the next one. */
    add(thing) {
        const place = this.#place(thing.id);
        if (this.#places[place] === thing)
            return;
        this.#places[place] = thing;
        this.#size += 1;
        if (this.#size * 2 > this.#places.length)
            this.#grow();
    }
    delete(thing) {
        const place = this.#place(thing.id);
        if (this.#places[place] !== thing)
            return;
        this.#places[place] = undefined;
        this.#size -= 1;
    }
    values() {
        return this.#places.filter((thing) => thing !== undefined);
    }
    clear() {
        this.#places.fill(undefined);
        this.#size = 0;
    }
    #place(number) {
        return number & (this.#places.length - 1);
    }
    /** Things that had places of their own have them among twice as many, too. */
    #grow() {
        const before = this.#places;
        this.#places = places(before.length * 2);
        for (const thing of before)
            if (thing !== undefined)
                this.#places[this.#place(thing.id)] = thing;
        // It may have lived long, and what it held would stay.
        before.fill(undefined);
    }
}
/** So many empty places, a power of two. */
function places(count) {
    return new Array(count).fill(undefined);
}
