/**
 * What cargo knows about the app: its name, its version, its folders, the packages it is made of.
 *
 * Called by the build; asks `cargo metadata`.
 *
 * 1. Only packages that are compiled into the app count: a development dependency is not a source of it.
 * 2. A package with a path instead of a registry is source; its manifest, `src/` and build script are recorded.
 */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { ask, type Place, reason } from './command.js'
import { BuildFailure } from './failure.js'
import { TARGET } from './toolchain.js'

/** The app's crate and what it is made of. */
export interface Crate {
  readonly name: string
  /** The name of its library, which the compiled files are named after. */
  readonly library: string
  readonly version: string
  readonly license: string | undefined
  readonly description: string | undefined
  /** The folder of its `Cargo.toml`. */
  readonly folder: string
  /** The folder that recorded source roots are relative to. */
  readonly workspace: string
  /** Cargo's own output folder. */
  readonly target: string
  /** The exact version of the crate `wasm-bindgen`. */
  readonly wasmBindgen: string
  /** The version of the crate `whippet`. */
  readonly framework: string
  /** The packages that come from a folder, the app's own first. */
  readonly local: readonly LocalPackage[]
}

/** A package that comes from a folder. */
export interface LocalPackage {
  readonly name: string
  readonly folder: string
  /** Its build script, where it has one. */
  readonly buildScript: string | undefined
}

interface Metadata {
  readonly packages: readonly MetadataPackage[]
  readonly resolve: { readonly nodes: readonly MetadataNode[] } | null
  readonly target_directory: string
  readonly workspace_root: string
}

interface MetadataPackage {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly license: string | null
  readonly description: string | null
  readonly source: string | null
  readonly manifest_path: string
  readonly targets: readonly MetadataTarget[]
}

interface MetadataTarget {
  readonly name: string
  readonly kind: readonly string[]
  readonly crate_types: readonly string[]
  readonly src_path: string
}

interface MetadataNode {
  readonly id: string
  readonly deps: readonly { readonly pkg: string; readonly dep_kinds: readonly { readonly kind: string | null }[] }[]
}

/**
 * Reads the crate in a folder.
 *
 * @throws {BuildFailure} when the folder holds no crate, or one that is not an app
 */
export function readCrate(folder: string, place: Place, features: readonly string[] = []): Crate {
  const manifest = join(folder, 'Cargo.toml')
  if (!existsSync(manifest)) throw new BuildFailure(`there is no Cargo.toml in ${folder}: name the app's crate folder, as in \`whippet build path/to/crate\``)
  const answer = ask('cargo', ['metadata', '--format-version', '1', '--filter-platform', TARGET, '--manifest-path', manifest, ...featureArgs(features)], place)
  if (answer === undefined || answer.code !== 0) {
    throw new BuildFailure(`cargo cannot read ${manifest}: ${answer === undefined ? 'cargo is not installed' : reason(answer)}`)
  }
  const metadata: Metadata = JSON.parse(answer.stdout)
  const app = metadata.packages.find((found) => resolve(found.manifest_path) === resolve(manifest))
  if (app === undefined) throw new BuildFailure(`${manifest} describes a workspace and no crate: name the app's crate folder`)
  const library = app.targets.find((target) => target.crate_types.includes('cdylib'))
  if (library === undefined) {
    throw new BuildFailure(`the crate ${app.name} does not compile to a module: add \`crate-type = ["cdylib", "rlib"]\` to [lib] in ${manifest}`)
  }
  const parts = closure(metadata, app)
  const framework = parts.find((part) => part.name === 'whippet')
  const wasmBindgen = parts.find((part) => part.name === 'wasm-bindgen')
  if (framework === undefined || wasmBindgen === undefined) {
    throw new BuildFailure(`the crate ${app.name} does not use the framework: add \`whippet\` to its dependencies`)
  }
  return {
    name: app.name,
    library: library.name.replaceAll('-', '_'),
    version: app.version,
    license: app.license ?? undefined,
    description: app.description ?? undefined,
    folder: dirname(app.manifest_path),
    workspace: metadata.workspace_root,
    target: metadata.target_directory,
    wasmBindgen: wasmBindgen.version,
    framework: framework.version,
    local: parts.filter((part) => part.source === null).map(localPackage),
  }
}

/** Returns the arguments that have cargo turn features on. */
export function featureArgs(features: readonly string[]): string[] {
  return features.flatMap((names) => ['--features', names])
}

/**
 * Returns what the app is built from: files and folders relative to the workspace, with forward slashes, sorted.
 *
 * @param extra further files and folders, absolute
 */
export function sourceRoots(crate: Crate, extra: readonly string[]): string[] {
  const files = ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'rust-toolchain', join('.cargo', 'config.toml')]
  const roots = files.map((file) => join(crate.workspace, file)).filter((file) => existsSync(file))
  for (const part of crate.local) {
    roots.push(join(part.folder, 'Cargo.toml'), join(part.folder, 'src'))
    if (part.buildScript !== undefined) roots.push(part.buildScript)
  }
  roots.push(...extra)
  const paths = roots.filter((root) => existsSync(root)).map((root) => relative(crate.workspace, root).split(sep).join('/'))
  return [...new Set(paths)].sort()
}

function closure(metadata: Metadata, app: MetadataPackage): MetadataPackage[] {
  const nodes = new Map(metadata.resolve?.nodes.map((node) => [node.id, node]))
  const seen = new Set([app.id])
  // A set may grow while it is walked: what is added is visited as well.
  for (const id of seen) {
    for (const dependency of nodes.get(id)?.deps ?? []) {
      if (dependency.dep_kinds.some((kind) => kind.kind !== 'dev')) seen.add(dependency.pkg)
    }
  }
  const packages = new Map(metadata.packages.map((found) => [found.id, found]))
  return [...seen].flatMap((id) => packages.get(id) ?? [])
}

function localPackage(part: MetadataPackage): LocalPackage {
  const script = part.targets.find((target) => target.kind.includes('custom-build'))
  return { name: part.name, folder: dirname(part.manifest_path), buildScript: script?.src_path }
}
