#!/usr/bin/env node
/**
 * The command line `whippet`.
 *
 * Started by people and by scripts; calls `build`.
 *
 * 1. What is being done goes to standard error, the result to standard output.
 * 2. Exit codes: 0 done, 1 the build failed, 2 the command was not understood.
 * 3. A failure is one sentence without a stack.
 */
import { parseArgs } from 'node:util'
import { build } from './build/build.js'
import { BuildFailure } from './build/failure.js'
import { sizeTable } from './build/sizes.js'

const HELP = `whippet build [crate folder] [options]

Compiles an app written with the crate \`whippet\` and writes a package that
runs on Node.js and on Vercel. The crate folder is the current one by default.

Options:
  --out-dir <folder>  where the package goes (default: pkg, in the current folder)
  --dev               compile fast, keep names for stack traces, do not optimise
  --features <names>  features of the crate, separated by commas (repeatable)
  --include <path>    a further file or folder that the package is made from; a
                      change there counts as a change of the sources (repeatable)
  -h, --help          show this text

Needs Rust with the target wasm32-unknown-unknown, wasm-pack, and a wasm-bindgen
command of the version in Cargo.lock; says how to get what is missing.
`

process.exitCode = run(process.argv.slice(2))

function run(args: string[]): number {
  const command = understand(args)
  if (typeof command === 'string') {
    process.stderr.write(`whippet: ${command}; see \`whippet --help\`\n`)
    return 2
  }
  if (command === undefined) {
    process.stdout.write(HELP)
    return 0
  }
  try {
    const sizes = build({ ...command, env: process.env, tell: (line) => process.stderr.write(`whippet: ${line}\n`) })
    process.stdout.write(`${sizeTable(sizes)}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error
    process.stderr.write(`whippet: ${error.message}\n`)
    return 1
  }
}

interface Command {
  readonly crate: string
  readonly outDir: string
  readonly dev: boolean
  readonly features: readonly string[]
  readonly include: readonly string[]
}

/** Returns the command, `undefined` when help is asked for, or what is wrong. */
function understand(args: string[]): Command | string | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'out-dir': { type: 'string', default: 'pkg' },
        dev: { type: 'boolean', default: false },
        features: { type: 'string', multiple: true, default: [] },
        include: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [command, crate = '.', ...rest] = positionals
    if (values.help) return undefined
    if (command === undefined) return 'say what to do, as in `whippet build`'
    if (command !== 'build') return `there is no command ${command}`
    if (rest.length > 0) return `build takes one crate folder, not ${rest.length + 1}`
    return { crate, outDir: values['out-dir'], dev: values.dev, features: values.features, include: values.include }
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)
  }
}
