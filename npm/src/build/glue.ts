/**
 * Turns the JavaScript that wasm-bindgen writes (`--target web`) into a factory: `create(module, guard)`.
 *
 * Called by the build. wasm-bindgen's own file keeps the instance, its memory views and its registries in variables of the
 * module, so there can be only one of each. In the factory they are variables of a function: every call makes an instance of its own.
 *
 * 1. The file is read as a syntax tree; nothing is searched for in its text.
 * 2. `import` stays at the top of the file, everything else moves into the function, `export` becomes the object it returns.
 * 3. What loads the module over the network is dropped: the caller hands in a compiled module.
 * 4. `guard` receives the raw exports before anything calls them and returns what all later calls go through, those of closures,
 *    destructors and start functions included.
 * 5. Only what is known is transformed. Anything else is an error that names it: wrong output would fail in production.
 */
import { type AnyNode, type Comment, type FunctionDeclaration, type ImportDeclaration, parse, type Program } from 'acorn'
import MagicString from 'magic-string'
import { BuildFailure } from './failure.js'
import { declaredNames, identifiersIn, nodesIn } from './syntax.js'

/** What the transform is told about its input. */
export interface GlueOptions {
  /** The version of wasm-bindgen that wrote it, for messages. */
  readonly version: string
  /** Says where an imported module is to be found from the new file; unchanged by default. */
  readonly rewriteImport?: (specifier: string) => string
}

/** Names of ours that no name of the app may meet. */
const CREATE = '__whippet_create'
const MODULE = '__whippet_module'
const GUARD = '__whippet_guard'

/** The functions of wasm-bindgen that the factory calls. */
const IMPORTS = '__wbg_get_imports'
const FINISH = '__wbg_finalize_init'

/** The table of JavaScript values: the one table that holds no functions. */
const VALUES = '__wbindgen_externrefs'

/**
 * Returns the glue as a factory.
 *
 * @param source what wasm-bindgen wrote
 * @throws {BuildFailure} when the source has a form this transform does not know; the message names what was not found
 * @example
 * const glue = factory(readFileSync('app.js', 'utf8'), { version: '0.2.130' })
 */
export function factory(source: string, options: GlueOptions): string {
  const unknown = (what: string): BuildFailure =>
    new BuildFailure(`the JavaScript of wasm-bindgen ${options.version} has a form that is not supported: ${what}; build with the version that the crate whippet asks for`)
  const comments: Comment[] = []
  const program = read(source, comments, unknown)
  const text = new MagicString(source)
  for (const comment of comments) {
    // It names a file of types that is not shipped under that name.
    if (comment.value.trim().startsWith('@ts-self-types')) cut(text, comment)
  }
  const imports: string[] = []
  const exported = new Map<string, string>()
  /** Statements at the top of the module by the names they declare, as they are before anything is dropped. */
  const statements = new Map<string, AnyNode>()
  let loader: string | undefined

  for (const statement of program.body) {
    switch (statement.type) {
      case 'ImportDeclaration':
        imports.push(importLine(source, statement, options.rewriteImport))
        cut(text, statement)
        break
      case 'ExportNamedDeclaration': {
        if (statement.source != null) throw unknown('it exports from another module')
        const { declaration } = statement
        if (declaration != null) {
          text.remove(statement.start, declaration.start)
          for (const name of declaredNames(declaration)) {
            exported.set(name, name)
            statements.set(name, declaration)
          }
          break
        }
        for (const { local, exported: outside } of statement.specifiers) {
          if (local.type !== 'Identifier') throw unknown('it exports a name in quotes')
          const name = outside.type === 'Identifier' ? outside.name : String(outside.value)
          if (name === 'default') loader = local.name
          else exported.set(name, local.name)
        }
        cut(text, statement)
        break
      }
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'VariableDeclaration':
        for (const name of declaredNames(statement)) statements.set(name, statement)
        break
      case 'ExpressionStatement':
      case 'IfStatement':
        break
      default:
        throw unknown(`a statement of the kind ${statement.type} at its top level`)
    }
  }

  if (loader === undefined) throw unknown('it exports no initialisation function')
  if (exported.get('initSync') !== 'initSync') throw unknown('it exports no function initSync')
  if (!statements.has('wasm')) throw unknown('it has no variable wasm')
  guardInstance(text, finishFunction(statements, unknown), unknown)
  checkFunctionTables(program, unknown)
  exported.delete('initSync')
  const dropped = dropLoader(program, statements, [loader, 'initSync'], unknown)
  for (const statement of dropped) cut(text, statement)

  const names = [...exported].map(([name, local]) => (name === local ? local : `${JSON.stringify(name)}: ${local}`))
  const head = [
    `// wasm-bindgen ${options.version}'s JavaScript as a factory: each call of create() makes an instance of its own.`,
    ...imports,
    `export { ${CREATE} as create };`,
    '',
    `function ${CREATE}(${MODULE}, ${GUARD}) {`,
  ]
  const tail = [
    `${FINISH}(new WebAssembly.Instance(${MODULE}, ${IMPORTS}()), ${MODULE});`,
    'return {',
    ...names.map((name) => `    ${name},`),
    '};',
    '}',
    '',
  ]
  const result = `${head.join('\n')}\n${text.toString().trim()}\n${tail.join('\n')}`
  checkResult(result, [IMPORTS, FINISH, ...exported.values()], unknown)
  return result
}

type Unknown = (what: string) => BuildFailure

function read(source: string, comments: Comment[], unknown: Unknown): Program {
  let program: Program
  try {
    program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments })
  } catch (error) {
    throw unknown(`it cannot be parsed (${error instanceof Error ? error.message : String(error)})`)
  }
  for (const name of identifiersIn(program)) {
    if (name === CREATE || name === MODULE || name === GUARD) throw unknown(`it uses the name ${name}`)
  }
  return program
}

function importLine(source: string, statement: ImportDeclaration, rewrite: GlueOptions['rewriteImport']): string {
  const specifier = String(statement.source.value)
  const to = rewrite?.(specifier) ?? specifier
  const line = source.slice(statement.start, statement.end)
  if (to === specifier) return line
  const at = statement.source.start - statement.start
  return line.slice(0, at) + JSON.stringify(to) + line.slice(at + (statement.source.end - statement.source.start))
}

/** Finds the function that takes the fresh instance, and makes sure that the factory can call it and its partner. */
function finishFunction(statements: ReadonlyMap<string, AnyNode>, unknown: Unknown): FunctionDeclaration {
  const imports = statements.get(IMPORTS)
  if (imports?.type !== 'FunctionDeclaration') throw unknown(`it has no function ${IMPORTS}`)
  const finish = statements.get(FINISH)
  if (finish?.type !== 'FunctionDeclaration' || finish.id === null) throw unknown(`it has no function ${FINISH}`)
  // With shared memory both take one argument more.
  if (imports.params.length !== 0) throw unknown('its memory is shared between threads')
  if (finish.params.length !== 2) throw unknown(`${FINISH} takes ${finish.params.length} arguments, not two`)
  return finish
}

/** Rewrites `wasm = instance.exports` so that the guard sees the exports first. */
function guardInstance(text: MagicString, finish: FunctionDeclaration, unknown: Unknown): void {
  const [instance] = finish.params
  const found: AnyNode[] = []
  for (const node of nodesIn(finish.body)) {
    if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier' && node.left.name === 'wasm') found.push(node.right)
  }
  const [exports, ...others] = found
  const isExports =
    exports?.type === 'MemberExpression' &&
    exports.object.type === 'Identifier' &&
    exports.property.type === 'Identifier' &&
    !exports.computed &&
    instance?.type === 'Identifier' &&
    exports.object.name === instance.name &&
    exports.property.name === 'exports'
  if (!isExports || others.length > 0) throw unknown(`${FINISH} does not set wasm to the exports of the instance`)
  const original = text.slice(exports.start, exports.end)
  text.overwrite(exports.start, exports.end, `${GUARD} === undefined ? ${original} : ${GUARD}(${original})`)
}

/** A function taken out of a table of the module would be called past the guard. */
function checkFunctionTables(program: Program, unknown: Unknown): void {
  for (const node of nodesIn(program)) {
    if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier' || node.property.name !== 'get') continue
    const table = node.object
    if (table.type !== 'MemberExpression' || table.object.type !== 'Identifier' || table.object.name !== 'wasm') continue
    const name = table.property.type === 'Identifier' ? table.property.name : 'a computed name'
    if (name !== VALUES) throw unknown(`it takes functions out of the table ${name}`)
  }
}

/** Returns the loading functions, and what nothing but they use. */
function dropLoader(program: Program, statements: ReadonlyMap<string, AnyNode>, loaders: readonly string[], unknown: Unknown): Set<AnyNode> {
  const dropped = new Set<AnyNode>()
  for (const name of loaders) {
    const statement = statements.get(name)
    if (statement?.type !== 'FunctionDeclaration') throw unknown(`it has no function ${name}`)
    dropped.add(statement)
  }
  // Dropping a function may leave another without a user, so this goes on until nothing more is found.
  for (let before = 0; before !== dropped.size; ) {
    before = dropped.size
    const usedByLoader = new Set([...dropped].flatMap((statement) => [...identifiersIn(statement)]))
    for (const [name, statement] of statements) {
      if (name === IMPORTS || name === FINISH || !name.startsWith('__wbg_') || !usedByLoader.has(name) || dropped.has(statement)) continue
      if (declaredNames(statement).every((declared) => !isUsed(program, declared, dropped, statement))) dropped.add(statement)
    }
  }
  for (const statement of dropped) {
    for (const name of declaredNames(statement)) {
      if (isUsed(program, name, dropped, statement)) throw unknown(`${name} is used outside of the loading functions`)
    }
  }
  return dropped
}

/** Whether a statement other than `own`, the dropped ones and the export list uses a name. */
function isUsed(program: Program, name: string, dropped: ReadonlySet<AnyNode>, own: AnyNode): boolean {
  return program.body.some((statement) => {
    if (statement === own || dropped.has(statement)) return false
    const isList = statement.type === 'ExportNamedDeclaration' && statement.declaration == null
    return !isList && identifiersIn(statement).has(name)
  })
}

/** Removes a statement or a comment and the white space behind it. */
function cut(text: MagicString, part: { readonly start: number; readonly end: number }): void {
  let { end } = part
  while (end < text.original.length && text.original.charAt(end).trim() === '') end += 1
  text.remove(part.start, end)
}

/** Reads the result again: the last line of defence against output that is silently wrong. */
function checkResult(result: string, needed: readonly string[], unknown: Unknown): void {
  let program: Program
  try {
    program = parse(result, { ecmaVersion: 'latest', sourceType: 'module' })
  } catch (error) {
    throw unknown(`it cannot live inside a function (${error instanceof Error ? error.message : String(error)})`)
  }
  const declared = new Set<string>()
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') for (const { local } of statement.specifiers) declared.add(local.name)
    if (statement.type !== 'FunctionDeclaration') continue
    for (const inner of statement.body.body) for (const name of declaredNames(inner)) declared.add(name)
  }
  for (const name of needed) if (!declared.has(name)) throw unknown(`nothing declares ${name}`)
  for (const node of nodesIn(program)) {
    if (node.type === 'Literal' && typeof node.value === 'string' && node.value.endsWith('_bg.wasm')) throw unknown(`it still loads ${node.value}`)
  }
}
