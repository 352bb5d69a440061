// wasm-bindgen 0.2.130's JavaScript as a factory: each call of create() makes an instance of its own.
import { Host } from "./core.js";
import * as import1 from "./web.js"
export { __whippet_create as create };

function __whippet_create(__whippet_module, __whippet_guard) {
/**
 * The Web-standard `fetch` of the module as wasm-bindgen exports it: for whoever uses it without the npm package.
 *
 * `env` and `context` are those of Cloudflare's handlers; both may be left out. It returns a `Response`, or a promise of one.
 * @param {Request} request
 * @param {any} env
 * @param {any} context
 * @returns {any}
 */
function fetch2(request, env, context) {
    const ret = wasm.fetch(request, env, context);
    return ret;
}
/**
 * Makes room for a body, and says where.
 * @param {number} bytes
 * @returns {number}
 */
function whippet_body(bytes) {
    const ret = wasm.whippet_body(bytes);
    return ret >>> 0;
}

/**
 * Drops a request whose client went away.
 * @param {number} id
 * @returns {number}
 */
function whippet_cancel(id) {
    const ret = wasm.whippet_cancel(id);
    return ret >>> 0;
}

/**
 * Fires a timer.
 * @param {number} timer
 * @returns {number}
 */
function whippet_fire(timer) {
    const ret = wasm.whippet_fire(timer);
    return ret >>> 0;
}

/**
 * Makes room for a head, and says where.
 * @param {number} bytes
 * @returns {number}
 */
function whippet_head(bytes) {
    const ret = wasm.whippet_head(bytes);
    return ret >>> 0;
}

/**
 * This instance's host.
 * @returns {any}
 */
function whippet_host() {
    const ret = wasm.whippet_host();
    return ret;
}

function whippet_install() {
    wasm.whippet_install();
}

/**
 * Starts the application with the environment of a request, and tells the host the end: at once, or by the task of the request's number.
 * @param {number} id
 * @returns {number}
 */
function whippet_open(id) {
    const ret = wasm.whippet_open(id);
    return ret >>> 0;
}

/**
 * Where the outbox is.
 * @returns {number}
 */
function whippet_outbox() {
    const ret = wasm.whippet_outbox();
    return ret >>> 0;
}

/**
 * Polls a task that was woken.
 * @param {number} id
 * @returns {number}
 */
function whippet_poll(id) {
    const ret = wasm.whippet_poll(id);
    return ret >>> 0;
}

/**
 * Goes on without a body: 0 it has too many bytes, 1 it cannot be read.
 * @param {number} id
 * @param {number} reason
 * @returns {number}
 */
function whippet_refuse(id, reason) {
    const ret = wasm.whippet_refuse(id, reason);
    return ret >>> 0;
}

/**
 * Gives back what the outbox points at.
 * @returns {number}
 */
function whippet_release() {
    const ret = wasm.whippet_release();
    return ret >>> 0;
}

/**
 * Goes on with a body that has been written.
 * @param {number} id
 * @returns {number}
 */
function whippet_resume(id) {
    const ret = wasm.whippet_resume(id);
    return ret >>> 0;
}

/**
 * Starts a request whose head has been written.
 * @param {number} id
 * @param {number} bytes
 * @returns {number}
 */
function whippet_start(id, bytes) {
    const ret = wasm.whippet_start(id, bytes);
    return ret >>> 0;
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg___wbindgen_instance_8ada22d5416ffd82: function() {
            const ret = wasmInstance;
            return ret;
        },
        __wbg___wbindgen_is_function_741ff2bb612836f5: function(arg0) {
            const ret = typeof(arg0) === 'function';
            return ret;
        },
        __wbg___wbindgen_throw_4c88d8bf264fd984: function(arg0, arg1) {
            throw new Error(getStringFromWasm0(arg0, arg1));
        },
        __wbg_background_4cba8ffb730cc261: function(arg0, arg1) {
            const ret = arg0.background(arg1 >>> 0);
            return ret;
        },
        __wbg_client_9587f880d8aa27a2: function(arg0, arg1, arg2) {
            const ret = arg1.client(arg2 >>> 0);
            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg_env_1b615847fd7169e4: function(arg0, arg1) {
            const ret = arg0.env(arg1 >>> 0);
            return ret;
        },
        __wbg_failed_176de6cfc24d465d: function(arg0, arg1, arg2) {
            arg0.failed(getStringFromWasm0(arg1, arg2));
        },
        __wbg_forget_1cf2d590c0624186: function(arg0, arg1) {
            arg0.forget(arg1 >>> 0);
        },
        __wbg_header_b437ee096900f470: function(arg0, arg1, arg2, arg3, arg4) {
            const ret = arg1.header(arg2 >>> 0, getStringFromWasm0(arg3, arg4));
            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg_headers_cfc486ab0414d577: function(arg0, arg1, arg2) {
            const ret = arg1.headers(arg2 >>> 0);
            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg_log_a16a304ef300bb4d: function(arg0, arg1, arg2, arg3) {
            arg0.log(getStringFromWasm0(arg1, arg2), arg3 !== 0);
        },
        __wbg_new_855638931d0af2f9: function(arg0) {
            const ret = new Host(arg0);
            return ret;
        },
        __wbg_opened_def7ae260505134f: function(arg0, arg1, arg2) {
            arg0.opened(getStringFromWasm0(arg1, arg2));
        },
        __wbg_static_accessor_NETWORK_3834f639a73d071f: function() {
            const ret = fetch;
            return ret;
        },
        __wbg_timer_1cf7374aab013322: function(arg0, arg1, arg2) {
            arg0.timer(arg1 >>> 0, arg2);
        },
        __wbg_wake_bcdfa6a9a08001cb: function(arg0, arg1) {
            arg0.wake(arg1 >>> 0);
        },
        __wbindgen_init_externref_table: function() {
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        },
    };
    return {
        __proto__: null,
        "./app_bg.js": import0,
        "./snippets/whippet-43403a3658483682/src/boundary/web.js": import1,
    };
}

let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}

let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}

function isLikeNone(x) {
    return x === undefined || x === null;
}

function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }

    let len = arg.length;
    let ptr = malloc(len, 1) >>> 0;

    const mem = getUint8ArrayMemory0();

    let offset = 0;

    for (; offset < len; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        mem[ptr + offset] = code;
    }
    if (offset !== len) {
        if (offset !== 0) {
            arg = arg.slice(offset);
        }
        ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
        const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
        const ret = cachedTextEncoder.encodeInto(arg, view);

        offset += ret.written;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
    }

    WASM_VECTOR_LEN = offset;
    return ptr;
}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}

let WASM_VECTOR_LEN = 0;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = __whippet_guard === undefined ? instance.exports : __whippet_guard(instance.exports);
    wasmModule = module;
    cachedDataViewMemory0 = null;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}
__wbg_finalize_init(new WebAssembly.Instance(__whippet_module, __wbg_get_imports()), __whippet_module);
return {
    "fetch": fetch2,
    whippet_body,
    whippet_cancel,
    whippet_fire,
    whippet_head,
    whippet_host,
    whippet_install,
    whippet_open,
    whippet_outbox,
    whippet_poll,
    whippet_refuse,
    whippet_release,
    whippet_resume,
    whippet_start,
};
}
