/**
 * Whippet on workerd: the package of `whippet build`, whose module is imported here.
 */
import module from '../../../target/bench/whippet/app_bg.wasm'
import { create } from '../../../target/bench/whippet/glue.js'

const { fetch } = create(module)

export default { fetch: (request, env, context) => fetch(request, env, context) }
