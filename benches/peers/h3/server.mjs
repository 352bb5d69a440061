/**
 * h3 on Node, by its own `serve`.
 */
import { serve } from 'h3'
import app from './app.mjs'

serve(app, { hostname: '127.0.0.1', port: Number(process.env.PORT), silent: true })
