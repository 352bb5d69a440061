// Generated from npm/src/core.ts by `npm run build`; not to be edited.
// What an entry says. The last two are this side's: the module trapped, the application cannot start.
const READY = 0;
const NEEDS_BODY = 1;
const PENDING = 2;
const NEEDS_CHUNK = 4;
const FAILED = 5;
const UNAVAILABLE = 6;
// Why there is no body.
const TOO_LARGE = 0;
const UNREADABLE = 1;
// How long no start begins after one that failed; after each that follows it is twice as long.
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
// The longest wait that setTimeout knows.
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const PROBLEM = ['content-type', 'application/problem+json'];
const encoder = new TextEncoder();
const problem = (status, title) => encoder.encode(JSON.stringify({ type: 'about:blank', title, status }));
/**
 * A request in the module, or a task: one that a request left behind, or the start that is everybody's. Its host tells it its end, and no
 * closure in a field: V8 keeps what such a one reaches far longer than the request lasts, which made each twice as dear.
 */
class InFlight {
    id;
    incoming;
    request;
    /** Whether it waits, and is to be told the end: not before it waits, and not twice. */
    waits = false;
    /** Whether it starts the application, and is no request until that is done. */
    opens = false;
    /** Whether it will be polled in a microtask, and how often it was. */
    queued = false;
    turns = 0;
    /** How many keep it: itself, and the tasks it left behind, which may still ask what it asked. */
    holds = 1;
    /** Makes its answer, which ends its promise; a task has none. */
    reply = null;
    resolve = null;
    /** `incoming` is missing for a task whose request is over: it has nothing to ask. `request` is the one that left it behind. */
    constructor(id, incoming, request) {
        this.id = id;
        this.incoming = incoming;
        this.request = request;
    }
}
/** One instance of the module, and the requests in it. */
export class Host {
    /** Whether the module trapped: what the trap held is lost, so it finishes what it has and takes nothing new. */
    suspect = false;
    #exports;
    /** What waits, by number. A number is not given twice, so that whoever is late finds nothing and not a stranger's request. */
    #records;
    /** By the module's numbers, which are small and used again. */
    #timers = [];
    #memory;
    /** Called once, when a trap has made this instance suspect. */
    onSuspect = null;
    /** The request that is being started; most are answered at once and never enter the table. */
    #starting = null;
    /** Set before the first request. */
    startup = { shared: false, pause: 0, next: 0 };
    /** The start that is everybody's, and the requests that wait for it, while there is one. */
    #waiting = null;
    #opening = null;
    #declared = null;
    constructor(instance, memory, records) {
        this.#exports = instance.exports;
        this.#memory = memory;
        this.#records = records;
    }
    /** Whether a trap can be contained: the module exports its stack pointer, as `whippet build` makes it do. */
    get contains() {
        return this.#exports.__stack_pointer !== undefined;
    }
    /** The number of requests that are not answered yet. */
    get pending() {
        return this.#records.size;
    }
    /** Sends a request through the module. Never throws and never rejects: what goes wrong is an answer. */
    handle(incoming, reply) {
        const record = this.#admit(incoming);
        const outer = this.#starting;
        // A handler that sends a request to its own application is still on its way itself.
        if (outer !== null)
            this.#records.add(outer);
        this.#starting = record;
        const code = this.#start(record);
        this.#starting = outer;
        if (code === READY || code >= FAILED) {
            this.#drop(record);
            return this.#answer(code, reply);
        }
        this.#records.add(record);
        return new Promise((resolve) => {
            record.reply = reply;
            record.resolve = resolve;
            record.waits = true;
            // First: of a client that is gone no body is read.
            incoming.onAbort(() => this.#cancel(record));
            this.#proceed(record, code);
        });
    }
    /** Answers 500 to all that is still in the module: for an instance that was given up. */
    abandon() {
        this.#waiting = null;
        for (const record of this.#records.values())
            this.#settle(record, FAILED);
        this.#records.clear();
        for (const timer of this.#timers)
            clearTimeout(timer);
        this.#timers.length = 0;
    }
    /** Calls into the module. A trap leaves its stack where it was: it is put back, and the instance is suspect from then on. */
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
    // What the module asks for. Each names a request by its number.
    /** Writes the headers that the application declared, where a head is written, and says how many bytes they have. */
    declared(id) {
        const incoming = this.#find(id)?.incoming;
        let fields = '';
        for (const name of this.#declared ?? []) {
            const value = incoming?.header(name) ?? null;
            fields += value === null ? '\0' : `=${value}\0`;
        }
        return this.#memory.writeHead(fields);
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
    /** The application is there; `declared` names the headers that are told together. */
    opened(declared) {
        this.startup.pause = 0;
        this.#declared = declared === '' ? [] : declared.split('\0');
    }
    /** The application cannot start. Starts that fail side by side are one failure. */
    failed(...line) {
        if (this.#pause() > 0)
            return;
        this.startup.pause = Math.min(this.startup.pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        this.startup.next = Date.now() + this.startup.pause;
        console.error(...line);
    }
    /** Wakes a task: later, since whoever wakes it may be in the module just now. */
    wake(id) {
        const record = this.#find(id);
        if (record === undefined || record.queued)
            return;
        record.queued = true;
        record.turns += 1;
        const poll = () => {
            record.queued = false;
            if (record.waits)
                this.#proceed(record, this.#enter(record, () => this.#exports.whippet_poll(id)));
        };
        // A task that wakes itself again and again would let nothing else have its turn: no timer, no other request, no cancelling.
        if (record.turns % 32 === 0)
            setTimeout(poll, 0);
        else
            void Promise.resolve().then(poll);
    }
    timer(timer, milliseconds) {
        // A longer one would fire at once, an earlier one too early.
        const now = Math.min(Math.ceil(milliseconds), LONGEST_TIMER_MS);
        const fire = () => {
            if (milliseconds > now)
                return this.timer(timer, milliseconds - now);
            this.#timers[timer] = undefined;
            this.#enter(null, () => this.#exports.whippet_fire(timer));
        };
        this.#timers[timer] = setTimeout(fire, now);
    }
    forget(timer) {
        clearTimeout(this.#timers[timer]);
        this.#timers[timer] = undefined;
    }
    /** Makes room for a task that goes on after its request's answer. */
    background(id) {
        const request = this.#find(id);
        const task = this.#admit(request?.incoming, request);
        this.#records.add(task);
        // What the request asked must be there for its task, too.
        if (request !== undefined) {
            request.holds += 1;
            this.#records.add(request);
        }
        task.waits = true;
        request?.incoming?.waitUntil(new Promise((resolve) => (task.resolve = resolve)));
        this.wake(task.id);
        return task.id;
    }
    // The way of a request.
    #admit(incoming, request) {
        return new InFlight(this.#records.next(), incoming, request);
    }
    #find(id) {
        return this.#starting?.id === id ? this.#starting : this.#records.get(id);
    }
    #drop(record) {
        if (record && (record.holds -= 1) === 0)
            this.#records.delete(record);
        // What a trapped request held is never given back, its timers neither: they would keep the instance alive.
        if (this.suspect && this.#records.size === 0)
            this.abandon();
    }
    /** How long no start may begin, in milliseconds. */
    #pause() {
        const left = this.startup.next - Date.now();
        // More than the pause is left only where the clock was set back.
        return left > this.startup.pause ? 0 : left;
    }
    /** Starts a request; before the first answer, the application. */
    #start(record) {
        if (this.#declared === null && this.#open(record) === PENDING)
            return PENDING;
        const { id, incoming } = record;
        if (this.#declared === null || !incoming)
            return UNAVAILABLE;
        return this.#enter(record, () => this.#exports.whippet_start(id, this.#memory.writeHead(`${incoming.method}\0${incoming.target}\0`)));
    }
    /** Starts the application: as the request's own work, or as a task that outlives the request, for all that come meanwhile. */
    #open(record) {
        if (this.#waiting === null) {
            if (this.#pause() > 0)
                return UNAVAILABLE;
            const { shared } = this.startup;
            const start = shared ? this.#admit(record.incoming) : record;
            this.#records.add(start);
            const code = this.#enter(start, () => {
                this.#exports.whippet_install?.();
                return this.#exports.whippet_open(start.id);
            });
            if (shared) {
                this.#waiting = [];
                this.#opening = start;
                start.waits = true;
                this.#proceed(start, code);
            }
            if (code !== PENDING)
                return code;
        }
        record.opens = true;
        this.#waiting?.push(record);
        return PENDING;
    }
    /** The start that was everybody's is over. */
    #opened(start, code) {
        this.#opening = null;
        this.#drop(start);
        const waiting = this.#waiting ?? [];
        this.#waiting = null;
        for (const record of waiting)
            this.#proceed(record, code);
    }
    /** Goes on after an entry. */
    #proceed(record, code) {
        const { incoming } = record;
        if (code === PENDING || !record.waits)
            return;
        if (record.opens) {
            record.opens = false;
            // Of those that waited for one start, one that went on before may have trapped.
            this.#proceed(record, this.suspect && this.startup.shared ? UNAVAILABLE : this.#start(record));
        }
        else if (code === NEEDS_BODY && incoming)
            this.#read(record, (take) => incoming.body(this.#memory.word(0), take));
        else if (code === NEEDS_CHUNK && incoming)
            this.#read(record, (take) => incoming.chunk(take));
        else
            this.#settle(record, code);
    }
    /** Tells a request, or a task, its end. */
    #settle(record, code) {
        if (!record.waits)
            return;
        record.waits = false;
        if (record === this.#opening)
            return this.#opened(record, code);
        const { request, reply, resolve } = record;
        this.#drop(record);
        this.#drop(request);
        resolve?.(reply === null ? undefined : this.#answer(code, reply));
    }
    /** Goes on with the body, or a chunk of it, once it is read. */
    #read(record, read) {
        let isReading = true;
        let isTaken = false;
        const goOn = (body) => {
            // Cancelled, or abandoned, while the body came in.
            if (!record.waits)
                return;
            const code = this.#enter(record, () => {
                if (!body)
                    return this.#exports.whippet_refuse(record.id, body === null ? TOO_LARGE : UNREADABLE);
                this.#memory.writeBody(body);
                return this.#exports.whippet_resume(record.id);
            });
            this.#proceed(record, code);
        };
        const take = (body) => {
            if (isTaken)
                return;
            isTaken = true;
            // Of what has each chunk at once, each would lie deeper in the stack.
            if (isReading)
                queueMicrotask(() => goOn(body));
            else
                goOn(body);
        };
        try {
            read(take);
        }
        catch {
            take(undefined);
        }
        isReading = false;
    }
    #cancel(record) {
        if (!record.waits)
            return;
        this.#enter(record, () => this.#exports.whippet_cancel(record.id));
        this.#settle(record, FAILED);
    }
    /** Enters the module, for a request if it is for one. A trap is logged, and an answer like any other. */
    #enter(record, call) {
        try {
            return this.guard(call);
        }
        catch (error) {
            const incoming = record?.incoming;
            // Without its query, which may hold what no log should.
            const what = incoming ? `${incoming.method} ${incoming.target.split('?', 1)[0]}` : 'a timer or a task';
            // Before the application is there, nothing of it runs but its start.
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
        return this.#memory.answer(reply);
    }
}
