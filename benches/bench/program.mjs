/**
 * Programs of the benchmark that are told what to do line by line: one line of JSON in, one out.
 *
 * Each is a process of its own on one core: what one peer has compiled, or left as garbage, is not another's.
 */
import { createInterface } from 'node:readline'
import { Stop } from '../../scripts/project.mjs'
import { pinned } from './cores.mjs'
import { begin, end } from './servers.mjs'

/** A program that runs. */
export class Program {
  #child
  #lines
  #errors = ''

  constructor(node, file, args, core) {
    this.#child = begin(pinned(core, [node, file, ...args.map(String)]), { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.#errors += text))
    // What cannot be written is told by the end of its lines.
    this.#child.stdin.on('error', () => {})
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Asks, and gives the answer. */
  async ask(question) {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Stop(`a program of the benchmark has ended:\n${this.#errors.trim()}`)
    return JSON.parse(value)
  }

  end() {
    return end(this.#child)
  }
}

/** Asks a program one thing, in a process of its own. */
export async function askOnce(node, file, args, core, question = {}) {
  const program = new Program(node, file, args, core)
  try {
    return await program.ask(question)
  } finally {
    await program.end()
  }
}

/** The program's own side: answers each line until there are no more. */
export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`)
  }
}

/** Runs `use` with some programs, and ends them after it. */
export async function withPrograms(programs, use) {
  try {
    return await use(programs)
  } finally {
    await Promise.all(programs.map((program) => program.end()))
  }
}
