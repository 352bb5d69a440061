// Which file or function a path reaches, by the routes that `vercel build` wrote.
//
// Called by suite.mjs. A small part of what the platform does, enough for rewrites and redirects: the routes before any phase,
// then files, then the routes of the phase `filesystem`.

/**
 * @param {{ config: { routes: object[] }, published: string[], functions: string[] }} build
 * @param {string} path such as `/api/health`
 * @returns {{ redirect: string } | { file: string } | { function: string } | undefined}
 */
export function resolvePath(build, path) {
  const phases = new Map([['', []]])
  let phase = ''
  for (const route of build.config.routes) {
    if (route.handle) phases.set((phase = route.handle), [])
    else phases.get(phase).push(route)
  }
  for (const route of phases.get('')) {
    const location = new RegExp(route.src).test(path) && route.headers?.Location
    if (location) return { redirect: location }
  }
  const found = lookUp(build, path)
  if (found) return found
  for (const route of phases.get('filesystem') ?? []) {
    const match = new RegExp(`^(?:${route.src})$`).exec(path)
    if (match && route.dest) return lookUp(build, route.dest.replace(/\$(\d)/g, (_, group) => match[group] ?? ''))
  }
  return undefined
}

function lookUp({ published, functions }, path) {
  const name = path.slice(1)
  const below = name === '' ? 'index' : `${name}/index`
  // A function called index is also at the folder's own path, where it hides a static index.html.
  for (const candidate of [name, below]) if (functions.includes(`${candidate}.func`)) return { function: `${candidate}.func` }
  for (const candidate of [name, `${below}.html`]) if (published.includes(candidate)) return { file: candidate }
  return undefined
}
