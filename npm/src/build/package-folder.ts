/**
 * Lays out the package that a build makes, and puts it in the place of the one before.
 *
 * Called by the build once everything is compiled.
 *
 * 1. The package runs by itself: every file that one of its files imports is in it.
 * 2. The JavaScript that talks to the wasm comes out of the crate, not out of this npm package: both halves of that
 *    conversation always have the same version.
 * 3. No `.gitignore` is written: with one, `npm pack` would leave out the module.
 * 4. The new package takes the old one's place in one step, when it is complete; a failed build leaves the old one as it was.
 */
import { parse } from 'acorn'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Crate } from './crate.js'
import { BuildFailure } from './failure.js'
import { factory } from './glue.js'
import { glueTypes } from './glue-types.js'
import { minified } from './minify.js'

/** The compiled run-time modules that every package gets, with their types. */
const RUN_TIME = ['index', 'instance', 'methods', 'server', 'vercel']

/** Modules that have types and nothing else: nothing imports them at run time. */
const TYPES_ONLY = ['incoming', 'module']

/** The folder of this npm package's compiled files. */
const DIST = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Writes the JavaScript of the package: the glue, the crates' snippets, the run-time modules.
 *
 * @param bindings the folder that wasm-pack wrote
 * @param folder the folder of the new package
 * @param dev whether files are kept as they are, to be read
 * @throws {BuildFailure} when a file is missing, or the glue has an unknown form
 */
export function writeJavaScript(crate: Crate, bindings: string, folder: string, dev: boolean): void {
  const own: string[] = []
  const write = (file: string, source: string): void => writeFileSync(join(folder, file), dev ? source : minified(file, source))
  const rewriteImport = (specifier: string): string => {
    const file = frameworkFile(specifier)
    if (file === undefined) return specifier
    own.push(file)
    write(file, readFileSync(join(bindings, specifier), 'utf8'))
    return `./${file}`
  }
  const glue = factory(readFileSync(join(bindings, 'app.js'), 'utf8'), { version: crate.wasmBindgen, rewriteImport })
  if (own.length === 0) {
    throw new BuildFailure(`the crate ${crate.name} has no app: put #[whippet::app] on the function that returns it`)
  }
  write('glue.js', glue)
  cpSync(join(bindings, 'app.d.ts'), join(folder, 'bindings.d.ts'))
  writeFileSync(join(folder, 'glue.d.ts'), glueTypes())
  copySnippets(join(bindings, 'snippets'), join(folder, 'snippets'))
  for (const name of RUN_TIME) {
    const file = `${name}.js`
    if (!existsSync(join(DIST, file))) throw new BuildFailure(`the npm package whippet lacks dist/${file}: run its build, \`npm run build\``)
    write(file, readFileSync(join(DIST, file), 'utf8'))
  }
  for (const name of [...RUN_TIME, ...TYPES_ONLY, ...own.map((file) => basename(file, '.js'))]) {
    const types = `${name}.d.ts`
    if (existsSync(join(DIST, types))) cpSync(join(DIST, types), join(folder, types))
  }
}

/** Writes the package's own `package.json`, last of all: it lists what is there. */
export function writeManifest(crate: Crate, folder: string): void {
  const manifest = {
    name: crate.name,
    version: crate.version,
    description: crate.description,
    license: crate.license,
    type: 'module',
    sideEffects: false,
    files: readdirSync(folder).sort(),
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './server': { types: './server.d.ts', default: './server.js' },
      './glue': { types: './glue.d.ts', default: './glue.js' },
      './app_bg.wasm': './app_bg.wasm',
      './build.json': './build.json',
      './package.json': './package.json',
    },
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}

/**
 * Makes sure that whatever a file of the package imports by a relative path is in the package.
 *
 * @throws {BuildFailure} when something is not; the message names both files
 */
export function checkImports(folder: string): void {
  for (const file of javascriptFiles(folder)) {
    const program = parse(readFileSync(join(folder, file), 'utf8'), { ecmaVersion: 'latest', sourceType: 'module' })
    for (const statement of program.body) {
      if (!('source' in statement) || statement.source == null) continue
      const specifier = String(statement.source.value)
      if (!specifier.startsWith('.')) continue
      const found = posix.join(posix.dirname(file), specifier)
      if (!existsSync(join(folder, found))) throw new BuildFailure(`${file} imports ${specifier}, which is not in the package`)
    }
  }
}

/** Returns the JavaScript files of a package, relative to it, with forward slashes, sorted. */
export function javascriptFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  return files.filter((file) => file.endsWith('.js')).sort()
}

/**
 * Makes sure that a folder may be replaced by a package.
 *
 * @throws {BuildFailure} when it holds something that no build of ours has made
 */
export function checkReplaceable(folder: string): void {
  if (!existsSync(folder)) return
  const foreign = foreignTo(folder)
  if (foreign === undefined) return
  throw new BuildFailure(`${folder} was not made by \`whippet build\` (${foreign}): remove it, or name another folder with --out-dir`)
}

/** What in a folder shows that it is not a package of ours, or not only: everything in it would be lost. */
function foreignTo(folder: string): string | undefined {
  const there = readdirSync(folder)
  if (there.length === 0) return undefined
  if (!there.includes('build.json')) return 'it has no build.json'
  const build = read(join(folder, 'build.json'))
  if (typeof build?.['whippet'] !== 'string' || typeof build['sources'] !== 'object') return 'its build.json is not ours'
  const files = read(join(folder, 'package.json'))?.['files']
  const known = ['package.json', ...(Array.isArray(files) ? files.map((file) => String(file).split('/')[0]) : [])]
  const stranger = there.find((name) => !known.includes(name))
  return stranger === undefined ? undefined : `${stranger} is none of its files`
}

function read(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Puts a finished package in its place. */
export function install(finished: string, place: string): void {
  const parent = dirname(place)
  mkdirSync(parent, { recursive: true })
  const incoming = join(parent, `.${basename(place)}-new-${process.pid}`)
  const outgoing = join(parent, `.${basename(place)}-old-${process.pid}`)
  try {
    // A copy first: the build's own folder may be on another disk, where a folder cannot be renamed to here.
    cpSync(finished, incoming, { recursive: true })
    const replaces = existsSync(place)
    if (replaces) renameSync(place, outgoing)
    try {
      renameSync(incoming, place)
    } catch (error) {
      if (replaces) renameSync(outgoing, place)
      throw error
    }
  } finally {
    rmSync(incoming, { recursive: true, force: true })
    if (existsSync(place)) rmSync(outgoing, { recursive: true, force: true })
  }
}

/** Returns the file name that a snippet of the framework itself gets, or `undefined` for another crate's. */
function frameworkFile(specifier: string): string | undefined {
  const [dot, snippets, crate, ...path] = specifier.split('/')
  if (dot !== '.' || snippets !== 'snippets' || crate === undefined || !isFramework(crate)) return undefined
  const file = path.at(-1)
  return path.slice(0, -1).join('/') === 'src/boundary' ? file : undefined
}

/** wasm-bindgen names a crate's snippets after the crate and a hash. */
function isFramework(folder: string): boolean {
  return folder.slice(0, folder.lastIndexOf('-')) === 'whippet'
}

function copySnippets(from: string, to: string): void {
  if (!existsSync(from)) return
  for (const crate of readdirSync(from)) {
    for (const file of javascriptFiles(join(from, crate))) {
      if (frameworkFile(`./snippets/${crate}/${file}`) === undefined) cpSync(join(from, crate, file), join(to, crate, file))
    }
  }
}
