// Vercel's function: the whole application is in pkg/.
import app from '../pkg/index.js'
export default { fetch: app.fetch }
