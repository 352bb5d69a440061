/**
 * Which further files the compiler read: templates, certificates, snippets of JavaScript, wherever they lie.
 *
 * Called by the build after it has compiled. Cargo writes a list of every local file beside the module; those that are below no
 * recorded source root are recorded one by one, so that a change of an included page counts as a change of the sources.
 *
 * 1. What a build script generates lies in Cargo's target folder and is no source.
 */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import type { Crate } from './crate.js'
import { TARGET } from './toolchain.js'

/** Returns the files that were read and are below none of the roots, relative to the workspace, with forward slashes. */
export function filesRead(crate: Crate, roots: readonly string[], dev: boolean): string[] {
  const list = join(crate.target, TARGET, dev ? 'debug' : 'release', `${crate.library}.d`)
  if (!existsSync(list)) return []
  const files = new Set<string>()
  for (const file of prerequisites(readFileSync(list, 'utf8'))) {
    if (!existsSync(file) || !leaves(crate.target, file)) continue
    const path = relative(crate.workspace, file).split(sep).join('/')
    if (!roots.some((root) => path === root || path.startsWith(`${root}/`))) files.add(path)
  }
  return [...files]
}

/** Reads the rules of a Makefile, which is the form of the list: `target: file file`, a space in a name written `\ `. */
function prerequisites(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, files] = line.split(/:\s+(.*)/)
    return (files ?? '').split(/(?<!\\) /).filter((file) => file !== '').map((file) => file.replaceAll('\\ ', ' '))
  })
}

function leaves(folder: string, file: string): boolean {
  const way = relative(folder, file)
  return way.startsWith('..') || isAbsolute(way)
}
