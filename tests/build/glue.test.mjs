/**
 * The transform of wasm-bindgen's JavaScript into a factory: what it keeps, and what it refuses.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { factory } from '../../npm/dist/build/glue.js'

/** An empty module: the magic number and the version. */
const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))

/** The skeleton that wasm-bindgen 0.2.130 writes, with places to change. */
function skeleton({
  head = '',
  body = 'export function answer() { return 42 }',
  imports = 'function __wbg_get_imports() { return { __proto__: null } }',
  declaration = 'let wasmModule, wasmInstance, wasm;',
  assignment = 'wasm = instance.exports;',
  finish = (inner) => `function __wbg_finalize_init(instance, module) { wasmInstance = instance; ${inner} wasmModule = module; return wasm; }`,
  load = 'async function __wbg_load(module, imports) { return await WebAssembly.instantiate(module, imports) }',
  initSync = 'function initSync(module) { return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module) }',
  init = `let __wbg_init_promise;
async function __wbg_init(path) { if (!__wbg_init_promise) __wbg_init_promise = __wbg_init_once(path); return __wbg_init_promise }
async function __wbg_init_once(path) {
    if (path === undefined) path = new URL('app_bg.wasm', import.meta.url);
    const { instance, module } = await __wbg_load(await fetch(path), __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
}`,
  exported = 'export { initSync, __wbg_init as default };',
} = {}) {
  return ['/* @ts-self-types="./app.d.ts" */', head, body, imports, declaration, finish(assignment), load, initSync, init, exported].join('\n')
}

const transform = (parts, rewriteImport) => factory(skeleton(parts), { version: '0.2.130', rewriteImport })
const load = async (parts) => (await import(`data:text/javascript,${encodeURIComponent(transform(parts))}`)).create

describe('the factory', () => {
  it('returns every export, of whatever form', async () => {
    const create = await load({
      body: `export function answer() { return 42 }
export class Thing {}
export const Colour = Object.freeze({ Red: 0 });
function _delete() { return 'deleted' }
export { _delete as delete }
function odd() { return 'odd' }
export { odd as 'a name with spaces' }
export function fetch() { return 'own' }`,
    })
    const exports = create(module)
    assert.deepEqual(Object.keys(exports).sort(), ['Colour', 'Thing', 'a name with spaces', 'answer', 'delete', 'fetch'])
    assert.equal(exports.answer(), 42)
    assert.equal(exports.delete(), 'deleted')
    assert.equal(exports['a name with spaces'](), 'odd')
    assert.equal(exports.fetch(), 'own')
  })

  it('gives every instance variables of its own', async () => {
    const create = await load({ body: 'let count = 0;\nexport function next() { return ++count }' })
    const [one, other] = [create(module), create(module)]
    assert.deepEqual([one.next(), one.next(), other.next()], [1, 2, 1])
  })

  it('survives exports with names like its own', async () => {
    const create = await load({ body: 'export function create() { return 1 }\nexport function guard() { return 2 }' })
    const exports = create(module, (raw) => raw)
    assert.deepEqual([exports.create(), exports.guard()], [1, 2])
  })

  it('shows the raw exports to the guard, and uses what it returns', async () => {
    const create = await load({ body: 'export function used() { return wasm }' })
    const replaced = { replaced: true }
    let seen
    const exports = create(module, (raw) => {
      seen = raw
      return replaced
    })
    assert.equal(Object.prototype.toString.call(seen), '[object Object]')
    assert.equal(exports.used(), replaced)
    assert.deepEqual({ ...create(module).used() }, {})
  })

  it('drops the loader, and keeps what others use as well', () => {
    const kept = transform({ body: 'export function reload() { return __wbg_shared() }\nfunction __wbg_shared() {}', load: 'async function __wbg_load() { __wbg_shared() }' })
    assert.doesNotMatch(kept, /initSync|__wbg_init\b|__wbg_init_once|__wbg_init_promise|__wbg_load|import\.meta|ts-self-types|app_bg\.wasm/)
    assert.match(kept, /function __wbg_shared\(\)/)
  })

  it('keeps import.meta where the app uses it', () => {
    assert.match(transform({ body: "export function link() { return new URL('snippets/a/worker.js', import.meta.url).href }" }), /import\.meta\.url/)
  })

  it('hoists imports of every kind, and rewrites those it is asked to', () => {
    const head = `import { Host as host } from './snippets/whippet-0123456789abcdef/src/boundary/core.js';
import * as all from "./snippets/other-0123456789abcdef/inline0.js"
import other from 'node:path';`
    const text = transform({ head, body: 'export { host }\n' }, (specifier) => (specifier.includes('/whippet-') ? './core.js' : specifier))
    assert.match(text, /^import \{ Host as host \} from "\.\/core\.js";$/m)
    assert.match(text, /^import \* as all from "\.\/snippets\/other-0123456789abcdef\/inline0\.js"$/m)
    assert.match(text, /^import other from 'node:path';$/m)
    assert.ok(text.indexOf('import other') < text.indexOf('function '))
  })
})

describe('a form that is not known is refused:', () => {
  const refused = {
    'no imports function': [{ imports: '' }, /no function __wbg_get_imports/],
    'shared memory': [{ imports: 'function __wbg_get_imports(memory) { return {} }' }, /shared between threads/],
    'no finishing function': [{ finish: () => '' }, /no function __wbg_finalize_init/],
    'another finishing function': [{ finish: (inner) => `function __wbg_finalize_init(instance, module, size) { ${inner} }` }, /takes 3 arguments/],
    'no assignment of the exports': [{ assignment: '' }, /does not set wasm/],
    'another assignment': [{ assignment: 'wasm = wrap(instance.exports);' }, /does not set wasm/],
    'two assignments': [{ assignment: 'wasm = instance.exports; wasm = instance.exports;' }, /does not set wasm/],
    'no variable wasm': [{ declaration: 'let wasmModule, wasmInstance;' }, /no variable wasm/],
    'no initSync': [{ exported: 'export { __wbg_init as default };' }, /no function initSync/],
    'no default export': [{ exported: 'export { initSync };' }, /no initialisation function/],
    'a default export that is imported': [{ exported: "export { initSync }; export { default } from './other.js';" }, /exports from another module/],
    'a loader that others use': [{ body: 'export function again() { return __wbg_init() }' }, /__wbg_init is used outside/],
    'a table of functions': [{ body: 'export function call(index) { return wasm.__indirect_function_table.get(index)() }' }, /the table __indirect_function_table/],
    'a name of ours': [{ body: 'export function __whippet_guard() {}' }, /uses the name __whippet_guard/],
    'a name that nobody declares': [{ body: 'export { nowhere }' }, /cannot be parsed/],
    'waiting at the top': [{ body: 'await 1;' }, /cannot live inside a function/],
    'a loop at the top': [{ body: 'for (;;) {}' }, /kind ForStatement/],
    'text that is no JavaScript': [{ body: '}' }, /cannot be parsed/],
    'a second loader': [{ body: "export const address = 'https://example.com/app_bg.wasm';" }, /still loads/],
  }
  for (const [what, [parts, message]] of Object.entries(refused)) {
    it(what, () => {
      assert.throws(() => transform(parts), (error) => {
        assert.equal(error.name, 'BuildFailure')
        assert.match(error.message, /^the JavaScript of wasm-bindgen 0\.2\.130 has a form that is not supported: /)
        assert.match(error.message, message)
        return true
      })
    })
  }
})
