/**
 * Takes the comments out of JavaScript: a package is for machines, and its sources with all they say are in the crate and in npm.
 *
 * Called by the build for the framework's own files; what others brought is not touched.
 */
import { parse } from 'acorn'
import MagicString from 'magic-string'

/** The same program without comments. A line that held nothing else goes with it. */
export function withoutComments(source: string): string {
  const text = new MagicString(source)
  const drop = (_block: boolean, _text: string, start: number, end: number): void => {
    const indent = /(?:^|\n)([ \t]*)$/.exec(source.slice(0, start))?.[1]
    const isAlone = indent !== undefined && source[end] === '\n'
    text.remove(isAlone ? start - indent.length : start, isAlone ? end + 1 : end)
  }
  parse(source, { ecmaVersion: 'latest', sourceType: 'module', onComment: drop })
  return text.toString()
}
