/**
 * Node's packages: those of the repository, and those that only the tests need (`tests/package.json`, large), which are
 * apart so that neither `npm start` nor a deployment installs them.
 *
 * They are current when what npm noted down in `node_modules/.package-lock.json` fits `package-lock.json`; then nothing
 * is run.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { find, must } from '../command.mjs'
import { inside, root, say, Stop } from '../project.mjs'

/** Makes sure that the repository's packages are installed. */
export const ensureNodePackages = () => ensure(root, 'node packages', 'half a minute', ['ci'])

/**
 * Makes sure that the packages are installed that only tests need.
 *
 * Some have parts for other systems that not every registry carries. `npm ci` refuses to start then; `npm install` takes
 * what `package-lock.json` says and leaves those parts out, and so the file as it is.
 */
export const ensureTestPackages = () => ensure(inside('tests'), 'the tests’ node packages', 'about a minute', ['install', '--no-save'])

async function ensure(folder, what, time, command) {
  const difference = staleness(folder)
  if (!difference) return
  if (!find('npm')) throw new Stop('npm is missing: it comes with Node.js, from https://nodejs.org')
  say(`installing ${what} with npm (${difference}; ${time})`)
  await must('npm', [...command, '--no-audit', '--no-fund'], { cwd: folder })
}

/** Why the packages of `folder` have to be installed again; empty if they need not. */
export function staleness(folder) {
  const wanted = packages(join(folder, 'package-lock.json'))
  const installed = packages(join(folder, 'node_modules', '.package-lock.json'))
  if (!installed) return 'there are none'
  if (!wanted) return ''
  for (const [place, { version, link, optional, peer }] of Object.entries(wanted)) {
    // What is optional may rightly be missing: it may be for another system.
    if (!place.startsWith('node_modules/') || optional || peer) continue
    if (!installed[place]) return `${place} is missing`
    if (!link && installed[place].version !== version) return `${place} is ${installed[place].version}, not ${version}`
  }
  return ''
}

function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages
  } catch {
    return undefined
  }
}
