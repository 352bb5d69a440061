/**
 * Measures what a package weighs.
 *
 * Called at the end of a build, for `build.json` and for the table that is printed.
 *
 * 1. `gzip` is each file by itself, as zlib at level 9 makes it; the program `gzip -9` comes to within 1 % of that.
 * 2. The module and the JavaScript count, types and manifests do not: they are not loaded.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { javascriptFiles } from './package-folder.js'

/** Bytes of a file or of several. */
export interface Size {
  /** Bytes as they are. */
  readonly raw: number
  /** Bytes after `gzip -9`. */
  readonly gzip: number
}

/** Returns the size of each file of a package that is loaded at run time, the module first. */
export function measure(folder: string): Map<string, Size> {
  return new Map(['app_bg.wasm', ...javascriptFiles(folder)].map((file) => [file, sizeOf(join(folder, file))]))
}

/** Returns the size of all JavaScript files together. */
export function javascriptSize(sizes: ReadonlyMap<string, Size>): Size {
  const files = [...sizes].filter(([file]) => file.endsWith('.js')).map(([, size]) => size)
  return files.reduce((sum, size) => ({ raw: sum.raw + size.raw, gzip: sum.gzip + size.gzip }), { raw: 0, gzip: 0 })
}

/** Returns one line for each file and one for all JavaScript. */
export function sizeTable(sizes: ReadonlyMap<string, Size>): string {
  const rows = [...sizes, ['javascript, all', javascriptSize(sizes)] as const]
  const width = Math.max(...rows.map(([name]) => name.length))
  const bytes = (count: number): string => count.toLocaleString('en-US').padStart(11)
  return rows.map(([name, { raw, gzip }]) => `${name.padEnd(width)}${bytes(raw)} bytes${bytes(gzip)} gzip -9`).join('\n')
}

function sizeOf(file: string): Size {
  const content = readFileSync(file)
  return { raw: content.length, gzip: gzipSync(content, { level: 9 }).length }
}
