/** How long a suspect instance may finish what it has, in milliseconds. */
const DRAIN_MS = 10_000;
/** How many suspect instances may drain at once. */
const MAX_DRAINING = 2;
/** A module that answers requests, whatever happens to one instance of it. */
export class Instances {
    #create;
    #module;
    #draining = [];
    #current = null;
    constructor(create, module) {
        this.#create = create;
        this.#module = module;
    }
    /** Sends a request through an instance. Never throws and never rejects. */
    handle(incoming, reply) {
        return this.host().handle(incoming, reply);
    }
    /** The instance that takes requests. */
    host() {
        this.#current ??= this.#instantiate();
        return this.#current;
    }
    #instantiate() {
        // The glue enters the module before there is a host to guard it; nothing of an application runs until then.
        let host;
        const guard = (enter) => (...args) => host === undefined ? enter(...args) : host.guard(() => enter(...args));
        const glue = this.#create(this.#module, (exports) => {
            const guarded = Object.entries(exports).map(([name, value]) => [
                name,
                typeof value === 'function' ? guard(value) : value,
            ]);
            return Object.fromEntries(guarded);
        });
        host = glue.whippet_host();
        if (!host.contains) {
            throw new Error('the module does not export __stack_pointer, so a panic could not be contained: build it with `whippet build`, or link it with -Clink-arg=--export=__stack_pointer');
        }
        // At once, not with the next request: there may be none, and a neighbour that waits must be answered.
        const instance = host;
        instance.onSuspect = () => this.#retire(instance);
        return instance;
    }
    #retire(host) {
        if (this.#current === host)
            this.#current = null;
        // Those that have finished meanwhile do not count.
        this.#draining = [...this.#draining, host].filter(({ pending }) => pending > 0);
        if (this.#draining.length > MAX_DRAINING)
            this.#draining.shift()?.abandon();
        if (host.pending === 0)
            return;
        const deadline = setTimeout(() => host.abandon(), DRAIN_MS);
        // A process may end before: its requests are answered by then.
        if (typeof deadline === 'object')
            deadline.unref();
    }
}
