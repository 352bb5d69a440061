/**
 * The JavaScript in `src/boundary/`, which the crate carries with it: the other half of its boundary.
 *
 * It is `npm/src/core.ts`, `memory.ts`, `table.ts` and `web.ts` as tsc compiles them, so that what wasm-pack's users and the npm package run is one
 * thing. `npm run build` writes it; `node scripts/boundary.mjs --check` fails when a committed file is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { inside, main, read, say, Stop } from './project.mjs'
import { compile } from './npm-package.mjs'
import { ensureNodePackages } from './setup/node-packages.mjs'

/** The files, by name. */
export const NAMES = ['core', 'memory', 'table', 'web']

/** The text that a file should have, of what tsc made of its source. */
export function generated(name, compiled) {
  const code = compiled.replaceAll('\r\n', '\n').replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '\n')
  return `// Generated from npm/src/${name}.ts by \`npm run build\`; not to be edited.\n${code}`
}

/** Writes the files that differ and no others, so that cargo does not build anew for nothing. Expects `npm/dist`. */
export function writeBoundary() {
  for (const { file, text } of outdated()) {
    say(`writing ${file}`)
    writeFileSync(inside(file), text)
  }
}

/** Stops if a file is out of date. Expects `npm/dist`. */
export function checkBoundary() {
  const names = outdated().map(({ file }) => file)
  if (names.length) throw new Stop(`${names.join(' and ')} do not fit npm/src: \`npm run build\` writes them`)
}

function outdated() {
  return NAMES.map((name) => ({
    file: `src/boundary/${name}.js`,
    text: generated(name, readFileSync(inside('npm', 'dist', `${name}.js`), 'utf8')),
  })).filter(({ file, text }) => read(file)?.replaceAll('\r\n', '\n') !== text)
}

await main(import.meta.url, async (args) => {
  await ensureNodePackages()
  await compile()
  if (args.includes('--check')) checkBoundary()
  else writeBoundary()
})
