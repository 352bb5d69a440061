import app, { methods } from 'demo'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = methods(app)
