const READY = 0;
const NEEDS_BODY = 1;
const PENDING = 2;
const NEEDS_CHUNK = 4;
const FAILED = 5;
const UNAVAILABLE = 6;
const TOO_LARGE = 0;
const UNREADABLE = 1;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const PROBLEM = ['content-type', 'application/problem+json'];
const encoder = new TextEncoder();
const problem = (status, title) => encoder.encode(JSON.stringify({ type: 'about:blank', title, status }));
export class Host {
    suspect = false;
    #exports;
    #records = new Map();
    #timers = new Map();
    #outbox;
    onSuspect = null;
    #starting = null;
    startup = { shared: false, pause: 0, next: 0 };
    #waiting = null;
    #next = 0;
    #declared = null;
    #head = 0;
    #headBytes = 0;
    #bytes = new Uint8Array(0);
    #words = new Uint32Array(0);
    constructor(instance) {
        this.#exports = instance.exports;
        this.#outbox = this.#exports.whippet_outbox() >>> 2;
    }
    get contains() {
        return this.#exports.__stack_pointer !== undefined;
    }
    get pending() {
        return this.#records.size;
    }
    handle(incoming, reply) {
        const record = this.#take(incoming);
        const outer = this.#starting;
        if (outer !== null)
            this.#records.set(outer.id, outer);
        this.#starting = record;
        const code = this.#start(record);
        this.#starting = outer;
        if (code === READY || code >= FAILED) {
            this.#drop(record);
            return this.#answer(code, reply);
        }
        this.#records.set(record.id, record);
        return new Promise((resolve) => {
            record.settle = (code) => {
                record.settle = null;
                this.#drop(record);
                resolve(this.#answer(code, reply));
            };
            this.#proceed(record, code);
            incoming.onAbort(() => this.#cancel(record));
        });
    }
    abandon() {
        this.#waiting = null;
        for (const record of [...this.#records.values()])
            record.settle?.(FAILED);
        this.#records.clear();
        for (const timer of this.#timers.values())
            clearTimeout(timer);
        this.#timers.clear();
    }
    guard(call) {
        const stack = this.#exports.__stack_pointer;
        const top = stack?.value ?? 0;
        try {
            return call();
        }
        catch (error) {
            if (stack)
                stack.value = top;
            if (!this.suspect) {
                this.suspect = true;
                this.onSuspect?.();
            }
            throw error;
        }
    }
    header(id, name) {
        return this.#find(id)?.incoming?.header(name) ?? undefined;
    }
    headers(id) {
        return this.#find(id)?.incoming?.headers() ?? '';
    }
    client(id) {
        return this.#find(id)?.incoming?.client() ?? '';
    }
    env(id) {
        return this.#find(id)?.incoming?.env;
    }
    binding(env, name) {
        return typeof env === 'object' && env !== null && Object.hasOwn(env, name) ? env[name] : undefined;
    }
    log(line, isError) {
        console[isError ? 'error' : 'log'](line);
    }
    opened(declared) {
        this.startup.pause = 0;
        this.#declared = declared === '' ? [] : declared.split('\0');
    }
    failed(...line) {
        if (this.#pause() > 0)
            return;
        this.startup.pause = Math.min(this.startup.pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        this.startup.next = Date.now() + this.startup.pause;
        console.error(...line);
    }
    wake(id) {
        const record = this.#find(id);
        if (record === undefined || record.queued)
            return;
        record.queued = true;
        record.turns += 1;
        const poll = () => {
            record.queued = false;
            if (record.settle !== null)
                this.#proceed(record, this.#enter(record, () => this.#exports.whippet_poll(id)));
        };
        if (record.turns % 32 === 0)
            setTimeout(poll, 0);
        else
            queueMicrotask(poll);
    }
    timer(timer, milliseconds) {
        const now = Math.min(Math.ceil(milliseconds), LONGEST_TIMER_MS);
        const fire = () => {
            if (milliseconds > now)
                return this.timer(timer, milliseconds - now);
            this.#timers.delete(timer);
            this.#enter(null, () => this.#exports.whippet_fire(timer));
        };
        this.#timers.set(timer, setTimeout(fire, now));
    }
    forget(timer) {
        clearTimeout(this.#timers.get(timer));
        this.#timers.delete(timer);
    }
    background(id) {
        const request = this.#find(id);
        const task = this.#take(request?.incoming);
        this.#records.set(task.id, task);
        if (request !== undefined) {
            request.holds += 1;
            this.#records.set(id, request);
        }
        const done = new Promise((resolve) => {
            task.settle = () => {
                task.settle = null;
                this.#drop(task);
                if (request !== undefined)
                    this.#drop(request);
                resolve();
            };
        });
        request?.incoming?.waitUntil(done);
        this.wake(task.id);
        return task.id;
    }
    #take(incoming) {
        do
            this.#next = (this.#next + 1) >>> 0;
        while (this.#records.has(this.#next));
        return { id: this.#next, incoming, opens: false, settle: null, queued: false, turns: 0, holds: 1 };
    }
    #find(id) {
        return this.#starting?.id === id ? this.#starting : this.#records.get(id);
    }
    #drop(record) {
        record.holds -= 1;
        if (record.holds === 0)
            this.#records.delete(record.id);
        if (this.suspect && this.#records.size === 0)
            this.abandon();
    }
    #pause() {
        const { pause, next } = this.startup;
        const left = next - Date.now();
        return left > pause ? 0 : left;
    }
    #start(record) {
        if (this.#declared === null && this.#open(record) === PENDING)
            return PENDING;
        const { id, incoming } = record;
        if (this.#declared === null || !incoming)
            return UNAVAILABLE;
        return this.#enter(record, () => this.#exports.whippet_start(id, this.#writeHead(incoming)));
    }
    #open(record) {
        if (this.#waiting === null) {
            if (this.#pause() > 0)
                return UNAVAILABLE;
            const { shared } = this.startup;
            const start = shared ? this.#take(record.incoming) : record;
            this.#records.set(start.id, start);
            const code = this.#enter(start, () => {
                this.#exports.whippet_install?.();
                return this.#exports.whippet_open(start.id);
            });
            if (shared) {
                this.#waiting = [];
                start.settle = (code) => this.#opened(start, code);
                this.#proceed(start, code);
            }
            if (code !== PENDING)
                return code;
        }
        record.opens = true;
        this.#waiting?.push(record);
        return PENDING;
    }
    #opened(start, code) {
        start.settle = null;
        this.#drop(start);
        const waiting = this.#waiting ?? [];
        this.#waiting = null;
        for (const record of waiting)
            this.#proceed(record, code);
    }
    #writeHead(incoming) {
        let head = `${incoming.method}\0${incoming.target}\0`;
        for (const name of this.#declared ?? []) {
            const value = incoming.header(name);
            head += value === null ? '\0' : `=${value}\0`;
        }
        if (head.length * 3 > this.#headBytes) {
            this.#headBytes = Math.max(4096, head.length * 3);
            this.#head = this.#exports.whippet_head(this.#headBytes) >>> 0;
        }
        return encoder.encodeInto(head, this.#memory().subarray(this.#head, this.#head + this.#headBytes)).written;
    }
    #proceed(record, code) {
        const { incoming } = record;
        if (code === PENDING || record.settle === null)
            return;
        if (record.opens) {
            record.opens = false;
            this.#proceed(record, this.suspect && this.startup.shared ? UNAVAILABLE : this.#start(record));
        }
        else if (code === NEEDS_BODY && incoming) {
            const maxBytes = this.#word(0);
            void this.#body(record, () => incoming.body(maxBytes));
        }
        else if (code === NEEDS_CHUNK && incoming)
            void this.#body(record, () => incoming.chunk());
        else
            record.settle(code);
    }
    async #body(record, read) {
        const body = await new Promise((resolve) => resolve(read())).catch(() => undefined);
        if (record.settle === null)
            return;
        const code = this.#enter(record, () => {
            if (!body)
                return this.#exports.whippet_refuse(record.id, body === null ? TOO_LARGE : UNREADABLE);
            const at = this.#exports.whippet_body(body.byteLength) >>> 0;
            this.#memory().set(body, at);
            return this.#exports.whippet_resume(record.id);
        });
        this.#proceed(record, code);
    }
    #cancel(record) {
        if (record.settle === null)
            return;
        this.#enter(record, () => this.#exports.whippet_cancel(record.id));
        record.settle?.(FAILED);
    }
    #enter(record, call) {
        try {
            return this.guard(call);
        }
        catch (error) {
            const incoming = record?.incoming;
            const what = incoming ? `${incoming.method} ${incoming.target.split('?', 1)[0]}` : 'a timer or a task';
            if (this.#declared === null)
                this.failed("the application cannot start: it ended the module's work:", error);
            else
                console.error(`${what} ended the module's work:`, error);
            return FAILED;
        }
    }
    #answer(code, reply) {
        if (code === UNAVAILABLE) {
            const seconds = Math.max(1, Math.ceil(this.#pause() / 1000));
            return reply(503, [...PROBLEM, 'retry-after', String(seconds)], problem(503, 'Service Unavailable'));
        }
        if (code !== READY)
            return reply(500, PROBLEM, problem(500, 'Internal Server Error'));
        const status = this.#word(0);
        const packed = this.#text(this.#word(1), this.#word(2));
        const [at, bytes] = [this.#word(3), this.#word(4)];
        const fields = packed === '' ? [] : packed.split('\0');
        const body = bytes === 0 ? null : this.#memory().slice(at, at + bytes);
        if (bytes > 16_384)
            this.#exports.whippet_release();
        return reply(status, fields, body);
    }
    #word(index) {
        this.#memory();
        return this.#words[this.#outbox + index] ?? 0;
    }
    #text(at, bytes) {
        const memory = this.#memory();
        let text = '';
        for (let from = at; from < at + bytes; from += 4096) {
            text += String.fromCharCode(...memory.subarray(from, Math.min(from + 4096, at + bytes)));
        }
        return text;
    }
    #memory() {
        if (this.#bytes.byteLength === 0) {
            const buffer = this.#exports.memory.buffer;
            this.#bytes = new Uint8Array(buffer);
            this.#words = new Uint32Array(buffer);
        }
        return this.#bytes;
    }
}
