/**
 * The packages that a release would publish, made of this work tree. Used by the tests beside it.
 *
 * 1. They are made by the commands of a release, but for `--allow-dirty`: what is not committed yet is tested, too.
 * 2. A crate is unpacked anew only when it has changed, with the time of now. In the archive every file is of 2006, so that cargo would
 *    take a file that has changed for one that it has compiled.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { execute } from './execute.mjs'
import { root } from './readme.mjs'

/** Where all of it lies, and stays, so that what has been compiled is not compiled again. */
export const place = join(root, 'target', 'start-your-own')

/** Runs `cargo package`; returns the folder that each crate is unpacked to, by its name. */
export function packCrates(names) {
  const packed = join(place, 'package')
  rmSync(packed, { recursive: true, force: true })
  execute('cargo', ['package', '--allow-dirty', '--target-dir', place, ...names.flatMap((name) => ['-p', name])], { cwd: root })
  const archives = readdirSync(packed).filter((file) => file.endsWith('.crate'))
  return Object.fromEntries(
    names.map((name) => {
      const archive = archives.find((file) => file.replace(/-\d+\.\d+\.\d+.*$/, '') === name)
      if (archive === undefined) throw new Error(`cargo package made no ${name}: ${archives}`)
      return [name, unpack(join(packed, archive))]
    }),
  )
}

/** Runs `npm pack`; returns the archive. */
export function packNpm() {
  const folder = join(place, 'npm')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  execute('npm', ['pack', '--workspace', 'npm', '--pack-destination', folder], { cwd: root })
  return join(folder, readdirSync(folder)[0])
}

/** The paths in an archive, without the folder that all of them are in, sorted. */
export function listed(archive) {
  const paths = execute('tar', ['-tf', archive]).split('\n')
  return paths.map((path) => path.trim().split('/').slice(1).join('/')).filter(Boolean).sort()
}

function unpack(archive) {
  const folder = join(place, 'crates')
  const crate = join(folder, basename(archive, '.crate'))
  const before = `${crate}.crate`
  if (existsSync(crate) && existsSync(before) && readFileSync(before).equals(readFileSync(archive))) return crate
  rmSync(crate, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  execute('tar', ['-xmf', archive, '-C', folder])
  cpSync(archive, before)
  return crate
}
