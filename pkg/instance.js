const DRAIN_MS = 10_000;
const MAX_DRAINING = 2;
export class Instances {
    #create;
    #module;
    #startup = { shared: true, pause: 0, next: 0 };
    #draining = [];
    #current = null;
    constructor(create, module) {
        this.#create = create;
        this.#module = module;
    }
    handle(incoming, reply) {
        return this.host().handle(incoming, reply);
    }
    host() {
        this.#current ??= this.#instantiate();
        return this.#current;
    }
    #instantiate() {
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
        const instance = host;
        instance.startup = this.#startup;
        instance.onSuspect = () => this.#retire(instance);
        return instance;
    }
    #retire(host) {
        if (this.#current === host)
            this.#current = null;
        this.#draining = [...this.#draining, host].filter(({ pending }) => pending > 0);
        if (this.#draining.length > MAX_DRAINING)
            this.#draining.shift()?.abandon();
        if (host.pending === 0)
            return;
        const deadline = setTimeout(() => host.abandon(), DRAIN_MS);
        if (typeof deadline === 'object')
            deadline.unref();
    }
}
