/**
 * Adds the compiler flags that a build needs to the flags the user has chosen, and takes none of theirs away.
 *
 * Called by the build before it starts wasm-pack.
 *
 * Cargo takes its flags from one of four places, the first that is set: CARGO_ENCODED_RUSTFLAGS, RUSTFLAGS, the `target`
 * tables of its configuration, its `build` table. So the flags have to go to the place that the user's own are in:
 * anywhere earlier they would silently switch off the user's, anywhere later they would have no effect.
 *
 * 1. `--export=__stack_pointer`: without it the stack of an instance could not be put back after a panic.
 * 2. `--remap-path-prefix` in release builds: panic messages name source files, and no published module should name the
 *    folders of the machine it was built on.
 */
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'
import { ask, type Place } from './command.js'
import type { Crate } from './crate.js'
import { TARGET } from './toolchain.js'

/** What to start cargo with, so that the flags apply. */
export interface FlagsForCargo {
  /** Arguments for `cargo build`. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** Returns the flags of a build: what the run time relies on, and what keeps the machine's paths out of the module. */
export function flagsFor(crate: Crate, env: NodeJS.ProcessEnv, dev: boolean): string[] {
  const flags = ['-Clink-arg=--export=__stack_pointer']
  if (dev) return flags
  const cargoHome = env['CARGO_HOME'] ?? join(homedir(), '.cargo')
  // The last prefix that fits wins, so the widest come first.
  const registry = join(cargoHome, 'registry', 'src')
  const registries = existsSync(registry) ? readdirSync(registry).map((name) => join(registry, name)) : []
  const prefixes = [
    [crate.workspace, '.'],
    [registry, 'registry'],
    // Each registry has a folder of its own, named by its host.
    ...registries.map((folder) => [folder, 'registry']),
    [join(cargoHome, 'git', 'checkouts'), 'git'],
    ...crate.local.filter((part) => isOutside(crate.workspace, part.folder)).map((part) => [part.folder, part.name]),
  ]
  return [...flags, ...prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`)]
}

/** Puts the flags where they join the user's own. */
export function addFlags(flags: readonly string[], place: Place): FlagsForCargo {
  const { env } = place
  const encoded = env['CARGO_ENCODED_RUSTFLAGS']
  // Cargo separates encoded flags by the unit separator, so that a flag may hold a space.
  const separator = '\x1f'
  if (encoded !== undefined) {
    const all = [...encoded.split(separator), ...flags].filter((flag) => flag !== '')
    return { args: [], env: { ...env, CARGO_ENCODED_RUSTFLAGS: all.join(separator) } }
  }
  const plain = env['RUSTFLAGS']
  if (plain !== undefined) {
    const all = [...plain.split(' '), ...flags].filter((flag) => flag !== '')
    return { args: [], env: { ...env, CARGO_ENCODED_RUSTFLAGS: all.join(separator) } }
  }
  const [table, existing] = usersTable(place)
  // Lists join; a string would be replaced, so it is repeated with the new flags behind it.
  const value = typeof existing === 'string' ? [existing, ...flags.filter((flag) => !flag.includes(' '))].join(' ') : flags
  return { args: ['--config', `${table}.rustflags=${JSON.stringify(value)}`], env }
}

/** The configuration table whose flags cargo would use, and the flags that are in it. */
function usersTable(place: Place): [table: string, existing: unknown] {
  const configuration = cargoConfiguration(place)
  const targets = member(configuration, 'target')
  const target = `target.${TARGET}`
  const own = member(member(targets, TARGET), 'rustflags')
  const names = typeof targets === 'object' && targets !== null ? Object.keys(targets) : []
  const anyTarget = names.some((name) => member(member(targets, name), 'rustflags') !== undefined)
  if (anyTarget || place.env['CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS'] !== undefined) return [target, own]
  const build = member(member(configuration, 'build'), 'rustflags')
  if (build !== undefined || place.env['CARGO_BUILD_RUSTFLAGS'] !== undefined) return ['build', build]
  return [target, undefined]
}

function cargoConfiguration(place: Place): unknown {
  // `cargo config` is not stable yet; where it does not answer, the target's own table is the best guess.
  const env = { ...place.env, RUSTC_BOOTSTRAP: '1' }
  const answer = ask('cargo', ['-Zunstable-options', 'config', 'get', '--format', 'json'], { cwd: place.cwd, env })
  if (answer === undefined || answer.code !== 0) return undefined
  try {
    return JSON.parse(answer.stdout)
  } catch {
    return undefined
  }
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way.startsWith('..') || isAbsolute(way)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
