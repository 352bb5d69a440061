/**
 * The fingerprint of what a package was built from, so that a clone knows whether its committed package is current.
 *
 * Called by `whippet build`, which records the fingerprint in `build.json`, and by start and test scripts, which compare it.
 *
 * 1. Plain JavaScript with `node:` imports only: it runs in a fresh clone, where nothing has been compiled or installed.
 * 2. The same sources give the same fingerprint on every system: forward slashes, a sorted list, CRLF read as LF.
 * 3. Inside a folder, names that start with a dot and `node_modules` do not count; a root named outright always does.
 * 4. It tells changed sources, not changed tools: another compiler with the same sources is "current".
 *
 * @example
 * const { current, reason } = isCurrent('/path/to/workspace', '/path/to/workspace/pkg')
 * if (!current) console.log(`building, because ${reason}`)
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Returns the SHA-256, in hex, of all files at or below the roots: their paths relative to `base`, and their contents.
 *
 * @param {string} base the folder that the roots are relative to
 * @param {readonly string[]} roots files and folders, relative to `base`, with forward slashes
 * @returns {string}
 * @throws {Error} when a root does not exist; the message names it
 */
export function hashSources(base, roots) {
  /** @type {Set<string>} */
  const files = new Set()
  for (const root of roots) {
    if (!existsSync(join(base, root))) throw new Error(`the source root ${root} does not exist in ${base}`)
    collect(base, root.replace(/\/+$/, ''), files, [])
  }
  const hash = createHash('sha256')
  for (const file of [...files].sort()) {
    const content = withoutCarriageReturns(readFileSync(join(base, file)))
    hash.update(`${file}\0${content.length}\0`)
    hash.update(content)
  }
  return hash.digest('hex')
}

/**
 * Tells whether the package in `packageDir` was built from the sources as they are now.
 *
 * @param {string} base the workspace folder, which the recorded roots are relative to
 * @param {string} packageDir the folder that `whippet build` wrote
 * @returns {{ current: boolean, reason: string }} `reason` is half a sentence for people; it is empty when the package is current
 */
export function isCurrent(base, packageDir) {
  const name = basename(packageDir)
  for (const file of ['build.json', 'index.js', 'app_bg.wasm']) {
    if (!existsSync(join(packageDir, file))) return { current: false, reason: `${name}/${file} is missing` }
  }
  /** @type {unknown} */
  let build
  try {
    build = JSON.parse(readFileSync(join(packageDir, 'build.json'), 'utf8'))
  } catch (error) {
    return { current: false, reason: `${name}/build.json cannot be read: ${messageOf(error)}` }
  }
  const sources = recordedSources(build)
  if (sources === undefined) return { current: false, reason: `${name}/build.json does not say what it was built from` }
  try {
    if (hashSources(base, sources.roots) === sources.sha256) return { current: true, reason: '' }
  } catch (error) {
    return { current: false, reason: messageOf(error) }
  }
  return { current: false, reason: `the sources changed since ${name}/ was built` }
}

/**
 * @param {string} base
 * @param {string} path
 * @param {Set<string>} files
 * @param {readonly string[]} ancestors real paths of the folders above, so that a circle of symbolic links ends
 */
function collect(base, path, files, ancestors) {
  const full = join(base, path)
  if (!statSync(full).isDirectory()) {
    files.add(path)
    return
  }
  const real = realpathSync(full)
  if (ancestors.includes(real)) return
  for (const name of readdirSync(full)) {
    if (name.startsWith('.') || name === 'node_modules') continue
    collect(base, `${path}/${name}`, files, [...ancestors, real])
  }
}

/**
 * @param {Buffer} content
 * @returns {Buffer}
 */
function withoutCarriageReturns(content) {
  if (!content.includes('\r\n')) return content
  // latin1 maps every byte to one character and back, so binary files survive as well.
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
}

/**
 * @param {unknown} build
 * @returns {{ sha256: string, roots: string[] } | undefined}
 */
function recordedSources(build) {
  if (typeof build !== 'object' || build === null || !('sources' in build)) return undefined
  const { sources } = build
  if (typeof sources !== 'object' || sources === null || !('sha256' in sources) || !('roots' in sources)) return undefined
  const { sha256, roots } = sources
  if (typeof sha256 !== 'string' || !Array.isArray(roots) || !roots.every((root) => typeof root === 'string')) return undefined
  return { sha256, roots }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}
