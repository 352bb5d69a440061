// examples/vercel-methods: one export per HTTP method.

import { testProject } from './suite.mjs'

const func = 'api/index.func'

testProject({
  name: 'examples/vercel-methods',
  folder: 'examples/vercel-methods',
  func,
  handler: 'api/index.js',
  wasm: 'node_modules/demo/app_bg.wasm',
  paths: {
    '/': { file: 'index.html' },
    '/api/health': { function: func },
    '/nothing/at/all': { function: func },
    '/package.json': { function: func },
  },
})
