/**
 * Programs that the scripts run: found on `PATH` or in cargo's own folder, with their output shown as it comes.
 *
 * cargo's folder stands before `PATH`, so that what the set-up has just installed is found even in a shell that was
 * opened before; `node_modules/.bin` comes next (`wasm-opt`).
 */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { inside, root, Stop } from './project.mjs'

const windows = process.platform === 'win32'

/** The folder into which `cargo install` and rustup put programs. */
export function cargoBin() {
  return join(process.env.CARGO_HOME || join(homedir(), '.cargo'), 'bin')
}

/** This process's environment with the tools' folders on `PATH`, and `extra`; an `undefined` in it takes a variable away. */
export function environment(extra = {}) {
  const env = { ...process.env }
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[key] = [cargoBin(), inside('node_modules', '.bin'), env[key]].filter(Boolean).join(delimiter)
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined) delete env[name]
    else env[name] = value
  }
  return env
}

/** The full path of a program, or `undefined` if it is in none of the folders where programs are looked for. */
export function find(program) {
  const env = environment()
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH')
  for (const folder of env[key].split(delimiter)) {
    for (const ending of windows ? ['.exe', '.cmd'] : ['']) {
      const file = join(folder, program + ending)
      if (isProgram(file)) return file
    }
  }
  return undefined
}

/** Whether `file` is a program that may be run. */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * Runs a program to its end and shows what it prints.
 *
 * `keep` also returns what was printed (both streams, in the order in which they came). Without it the program writes to
 * the terminal itself.
 */
export function run(program, args, { cwd = root, env, keep = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: environment(env),
      stdio: keep ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // npm is a batch file there, which only a shell can start.
      shell: windows && program === 'npm',
    })
    let output = ''
    for (const [from, to] of [[child.stdout, process.stdout], [child.stderr, process.stderr]]) {
      from?.setEncoding('utf8').on('data', (text) => {
        output += text
        to.write(text)
      })
    }
    child.on('error', (error) => resolve({ ok: false, reason: `could not be started (${error.code})`, output }))
    child.on('close', (code, signal) =>
      resolve({ ok: code === 0, reason: code === null ? `was ended by ${signal}` : `ended with ${code}`, output }),
    )
  })
}

/**
 * Like `run`, but a program that fails stops the script.
 *
 * `as` is what the sentence calls the command, where its words are not what a person would type; `help` completes it.
 */
export async function must(program, args, { as = [program, ...args].join(' '), help, ...options } = {}) {
  const result = await run(program, args, options)
  if (!result.ok) throw new Stop(`\`${as}\` ${result.reason}${help ? `: ${help}` : ''}`)
  return result
}

/** What a quick program prints, trimmed; `undefined` if it is missing or fails. */
export function answer(program, args, { cwd = root, env, input } = {}) {
  const result = spawnSync(program, args, {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    input: input ?? '',
    stdio: ['pipe', 'pipe', 'ignore'],
    shell: windows && program === 'npm',
  })
  return result.status === 0 ? result.stdout.trim() : undefined
}
