// examples/vercel-server: a whole Node server, found by its `listen()`.

import { testProject } from './suite.mjs'

const func = 'index.func'

testProject({
  name: 'examples/vercel-server',
  folder: 'examples/vercel-server',
  func,
  handler: 'server.mjs',
  wasm: 'node_modules/demo/app_bg.wasm',
  paths: {
    '/': { redirect: '/page.html' },
    '/page.html': { file: 'page.html' },
    '/api/health': { function: func },
    '/nothing/at/all': { function: func },
    '/server.ts': { function: func },
  },
})
