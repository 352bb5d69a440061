/**
 * Makes JavaScript small: a package is for machines, and its sources with all they say are in the crate and in npm.
 *
 * Called by the build for the framework's own files and the glue; what others brought is not touched. A build for development keeps them as
 * they are, for whoever reads a stack trace.
 */
import { minify_sync } from 'terser'
import { BuildFailure } from './failure.js'

/** What Node 20 and the other runtimes know. */
const ECMA = 2022

/**
 * The same module in fewer bytes: without comments, with short names for what it does not export.
 *
 * @param name the file's, for messages
 * @throws {BuildFailure} when it is no module
 */
export function minified(name: string, source: string): string {
  try {
    return `${minify_sync(source, { module: true, ecma: ECMA, compress: { passes: 2 } }).code ?? ''}\n`
  } catch (error) {
    throw new BuildFailure(`${name} cannot be made smaller: ${error instanceof Error ? error.message : String(error)}`)
  }
}
