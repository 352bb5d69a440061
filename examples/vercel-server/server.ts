import app from 'demo'
import { createServer } from 'demo/server'

createServer(app, { client: 'vercel' }).listen(Number(process.env.PORT ?? 3000))
