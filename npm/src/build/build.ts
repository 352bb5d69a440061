/**
 * `whippet build`: from an app's crate to a package that runs.
 *
 * Called by the command line. The steps, each in a file of its own: tools, crate, flags, wasm-pack, wasm-opt, the
 * factory, the package folder, `build.json`.
 *
 * 1. Everything is made in Cargo's target folder; the package folder is touched last, and only when all went well.
 * 2. The sources are hashed before and after they are compiled, and compiled again if they differ: a package never claims to be
 *    made of a change that came in between.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Place, show } from './command.js'
import { type Crate, featureArgs, readCrate, sourceRoots } from './crate.js'
import { filesRead } from './dep-info.js'
import { BuildFailure } from './failure.js'
import { checkImports, checkReplaceable, install, writeJavaScript, writeManifest } from './package-folder.js'
import { addFlags, flagsFor } from './rustflags.js'
import { javascriptSize, measure, type Size } from './sizes.js'
import { hashSources } from './sources.js'
import { checkTools, findToolchain } from './toolchain.js'
import { checkModule, optimise, wasmOptVersion } from './wasm-opt.js'

/** How often to compile while somebody goes on editing. */
const ATTEMPTS = 3

/** What to build, and where to. */
export interface BuildOptions {
  /** The app's crate. */
  readonly crate: string
  /** The package to write. */
  readonly outDir: string
  /** Compile fast and keep names, instead of making it small. */
  readonly dev: boolean
  /** Features of the crate, as cargo takes them. */
  readonly features: readonly string[]
  /** Further files and folders that the package is made from. */
  readonly include: readonly string[]
  /** The environment that the tools run in. */
  readonly env: NodeJS.ProcessEnv
  /** Receives a line about each longer step. */
  readonly tell: (line: string) => void
}

/**
 * Builds a package and returns the size of each file that is loaded at run time.
 *
 * @throws {BuildFailure} when it cannot be built; the message says what to do
 */
export function build(options: BuildOptions): ReadonlyMap<string, Size> {
  const outDir = resolve(options.outDir)
  const folder = resolve(options.crate)
  if (!existsSync(folder)) throw new BuildFailure(`the crate folder ${folder} does not exist`)
  const toolchain = findToolchain({ cwd: folder, env: options.env })
  const place: Place = { cwd: folder, env: toolchain.env }
  const crate = readCrate(folder, place, options.features)
  const npmPackage = checkVersion(crate)
  checkTools(place, crate.wasmBindgen)
  checkReplaceable(outDir)
  const roots = sourceRoots(crate, checkIncluded(options.include, outDir))

  const root = join(crate.target, 'whippet')
  mkdirSync(root, { recursive: true })
  const work = mkdtempSync(join(root, `${crate.name}-`))
  try {
    const bindings = join(work, 'bindings')
    const finished = join(work, 'package')
    mkdirSync(finished)
    const sources = compileWhatIsThere(crate, roots, options.dev, () => {
      rmSync(bindings, { recursive: true, force: true })
      compile(crate, bindings, place, options)
    })
    const module = join(bindings, 'app_bg.wasm')
    checkModule(module)
    const optimised = join(finished, 'app_bg.wasm')
    if (options.dev) {
      writeFileSync(optimised, readFileSync(module))
    } else {
      options.tell('optimising the module')
      optimise(module, optimised, place)
      checkModule(optimised)
    }
    writeJavaScript(crate, bindings, finished, options.dev)
    checkImports(finished)

    const sizes = measure(finished)
    writeJson(join(finished, 'build.json'), {
      rustc: toolchain.rustc,
      wasmBindgen: crate.wasmBindgen,
      wasmOpt: options.dev ? null : wasmOptVersion(place),
      whippet: npmPackage,
      sources,
      sizes: { 'app_bg.wasm': sizes.get('app_bg.wasm'), javascript: javascriptSize(sizes) },
    })
    writeManifest(crate, finished)
    install(finished, outDir)
    return sizes
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Compiles until the sources are the same after it as before it, and returns what they were. */
function compileWhatIsThere(crate: Crate, known: readonly string[], dev: boolean, compile: () => void): { sha256: string; roots: string[] } {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = hashSources(crate.workspace, known)
    compile()
    const roots = [...new Set([...known, ...filesRead(crate, known, dev)])].sort()
    const sha256 = hashSources(crate.workspace, roots)
    if (hashSources(crate.workspace, known) === before) return { sha256, roots }
  }
  throw new BuildFailure('the sources kept changing while they were compiled: build again')
}

function compile(crate: Crate, bindings: string, place: Place, options: BuildOptions): void {
  const { dev } = options
  options.tell(`compiling ${crate.name} ${crate.version}`)
  const cargo = addFlags(flagsFor(crate, place.env, dev), place)
  const profile = dev ? '--dev' : '--release'
  // wasm-opt strips. Were the linker to do it, wasm-bindgen could not see which features the module may use.
  const unstripped = dev ? [] : ['--config', 'profile.release.strip=false']
  const args = ['--log-level', 'error', 'build', crate.folder, '--target', 'web', profile, '--no-opt', '--no-pack', '--mode', 'no-install']
  args.push('--out-dir', bindings, '--out-name', 'app', '--', ...unstripped, ...featureArgs(options.features), ...cargo.args)
  const code = show('wasm-pack', args, { cwd: crate.folder, env: cargo.env })
  if (code !== 0) throw new BuildFailure(`${crate.name} does not compile for WebAssembly: see the messages above`)
}

/** Returns the version of this npm package. */
function checkVersion(crate: Crate): string {
  const manifest = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'package.json')
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'))
  const line = (full: string): string => full.split('.').slice(0, 2).join('.')
  if (line(version) !== line(crate.framework)) {
    throw new BuildFailure(`the crate whippet is ${crate.framework} and the npm package whippet is ${version}: run \`npm install whippet@${line(crate.framework)}\``)
  }
  return version
}

function checkIncluded(include: readonly string[], outDir: string): string[] {
  return include.map((path) => {
    const full = resolve(path)
    if (!existsSync(full)) throw new BuildFailure(`the path ${path} given with --include does not exist`)
    const way = relative(full, outDir)
    if (way === '' || !way.startsWith('..')) throw new BuildFailure(`the path ${path} given with --include holds the package itself`)
    return full
  })
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)
}
