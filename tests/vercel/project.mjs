// A clone of the repository built by the real Vercel builder, offline and without an account.
//
// Called by suite.mjs. Rules:
// 1. What is built is what git would give: tracked files, and new ones that are not ignored. A file that only the work tree has
//    cannot make a build pass.
// 2. The function is moved away from the clone before it is run, so that nothing is found in a folder above it.
// 3. Everything lives in one temporary folder, which `remove` deletes.

import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))
const require = createRequire(import.meta.url)

/**
 * Builds the Vercel project in `folder` of a fresh clone.
 *
 * @param {string} folder relative to the repository, `.` for the repository itself
 * @param {string} functionPath of its only function in the build's output, such as `api/index.func`
 * @returns the build: its log, its configuration, the files it publishes, and the function's folder
 */
export async function buildProject(folder, functionPath) {
  const base = await mkdtemp(join(tmpdir(), 'whippet-vercel-'))
  const remove = () => rm(base, { recursive: true, force: true, maxRetries: 3 })
  try {
    const clone = join(base, 'clone')
    await copyRepository(clone)
    const project = join(clone, folder)
    const log = await runVercelBuild(project, join(base, 'vercel'))
    const output = join(project, '.vercel', 'output')
    const func = join(base, 'function')
    await cp(join(output, 'functions', functionPath), func, { recursive: true, dereference: true })
    const build = {
      log,
      func,
      remove,
      config: JSON.parse(await readFile(join(output, 'config.json'), 'utf8')),
      functionConfig: JSON.parse(await readFile(join(func, '.vc-config.json'), 'utf8')),
      functions: (await listFiles(join(output, 'functions'))).filter((file) => file.endsWith('.vc-config.json')).map(dirname),
      published: await listFiles(join(output, 'static')),
      functionFiles: await listFiles(func),
      publicFiles: await listFiles(join(project, 'public')),
    }
    await rm(clone, { recursive: true, force: true, maxRetries: 3 })
    return build
  } catch (error) {
    await remove()
    throw error
  }
}

async function copyRepository(to) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: repository, encoding: 'utf8' })
  for (const file of listed.split('\0')) {
    const from = join(repository, file)
    // Listed and yet deleted in the work tree: a commit would no longer have it.
    if (file === '' || file.split('/').includes('node_modules') || !existsSync(from)) continue
    await mkdir(dirname(join(to, file)), { recursive: true })
    await cp(from, join(to, file), { verbatimSymlinks: true })
  }
}

/** Runs `vercel build` as a person without an account would, and returns what it printed. */
async function runVercelBuild(project, configFolder) {
  await mkdir(join(project, '.vercel'), { recursive: true })
  const link = { projectId: 'prj_local', orgId: 'team_local', settings: { framework: null, nodeVersion: '24.x' } }
  await writeFile(join(project, '.vercel', 'project.json'), JSON.stringify(link))
  const { VERCEL_TOKEN, NODE_TEST_CONTEXT, NODE_OPTIONS, ...env } = process.env
  const manifest = require.resolve('vercel/package.json')
  const program = join(dirname(manifest), require(manifest).bin.vercel)
  const args = [program, 'build', '--yes', '--standalone', '--global-config', configFolder]
  await mkdir(configFolder, { recursive: true })
  return new Promise((resolve, reject) => {
    const options = {
      cwd: project,
      env: {
        ...env,
        PATH: `${dirname(process.execPath)}${delimiter}${env.PATH}`,
        VERCEL_TELEMETRY_DISABLED: '1',
        NO_UPDATE_NOTIFIER: '1',
        NO_COLOR: '1',
        npm_config_prefer_offline: 'true',
      },
      maxBuffer: 64 * 1024 * 1024,
      timeout: 240_000,
    }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const log = `${stdout}\n${stderr}`
      if (error) reject(new Error(`\`vercel build\` failed in a copy of ${project}:\n${log}`))
      else resolve(log)
    })
  })
}

/** All files below a folder, relative to it with forward slashes, sorted; none where there is no such folder. */
async function listFiles(folder) {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1).split(sep).join('/'))
    .sort()
}
