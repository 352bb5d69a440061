/**
 * Debian's packages, and whether the set-up may install them.
 *
 * Nothing is installed outside the user's own cargo, npm and rustup folders, with one exception: a machine whose
 * environment says `RUSTUP_AUTO_INSTALL=0` (rustup is to fetch nothing), that is a Debian, and on which the user is root.
 * That is what a build machine looks like which reaches package registries and nothing else.
 */
import { readFileSync } from 'node:fs'
import { must } from '../command.mjs'
import { say } from '../project.mjs'

/** Whether rustup has been told to fetch nothing. */
export function rustupIsOffline() {
  return process.env.RUSTUP_AUTO_INSTALL === '0'
}

/** Whether packages of the system may be installed here. */
export function maySystemInstall() {
  return rustupIsOffline() && isDebian() && process.getuid?.() === 0
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

let listsAreFresh = false

/** Installs packages that are missing; asks for fresh lists once in each run. */
export async function installPackages(names, time) {
  say(`installing ${names.join(', ')} with apt-get (${time})`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  if (!listsAreFresh) await must('apt-get', ['update', '-qq'], { env })
  listsAreFresh = true
  await must('apt-get', ['install', '-y', '-qq', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', ...names], { env })
}
