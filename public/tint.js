/**
 * Colours a little Rust or JSON. Called by the card and by the answer.
 *
 * One pass of one regular expression, no parser: enough for the snippets on this page, and wrong colours are the
 * worst it can do, since every piece of the text is put back as a text node.
 */
import { element } from './element.js'

const rust = new RegExp([
  '(?<comment>//.*)',
  '(?<string>"(?:[^"\\\\]|\\\\.)*")',
  '(?<mark>#\\[[^\\]]*\\])',
  '(?<word>\\b(?:async|await|else|fn|if|impl|let|match|move|struct|use)\\b)',
  '(?<type>\\b[A-Z]\\w*|\\b[ui](?:8|16|32|64)\\b)',
  '(?<number>\\b\\d[\\d_]*\\b)',
].join('|'), 'g')

const json = new RegExp([
  '(?<type>"(?:[^"\\\\]|\\\\.)*"(?=\\s*:))',
  '(?<string>"(?:[^"\\\\]|\\\\.)*")',
  '(?<word>\\b(?:true|false|null)\\b)',
  '(?<number>-?\\b\\d[\\d.eE+-]*)',
].join('|'), 'g')

const languages = { rust, json }

/** The text as nodes, its known pieces in `<span>` elements of class `t-…`. */
export function tint(text, language) {
  const nodes = document.createDocumentFragment()
  let end = 0
  for (const found of text.matchAll(languages[language])) {
    const [kind] = Object.entries(found.groups).find(([, piece]) => piece !== undefined)
    nodes.append(text.slice(end, found.index), element('span', { class: `t-${kind}` }, found[0]))
    end = found.index + found[0].length
  }
  nodes.append(text.slice(end))
  return nodes
}
