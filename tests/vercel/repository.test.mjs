// The repository itself as a Vercel project: api/index.ts exports `{ fetch }`.

import { testProject } from './suite.mjs'

const func = 'api/index.func'

testProject({
  name: 'the repository',
  folder: '.',
  func,
  handler: 'api/index.js',
  wasm: 'pkg/app_bg.wasm',
  paths: {
    '/': { file: 'index.html' },
    '/api': { function: func },
    '/api/health': { function: func },
    '/api/users/7': { function: func },
    '/nothing/at/all': { function: func },
    '/Cargo.toml': { function: func },
  },
})
