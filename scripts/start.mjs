/** `npm start`: builds if need be, then runs the built server with the flags that we were given, until it ends. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ROOT } from './run.mjs'

/** Runs the server; its end is ours, and what tells us to stop is passed on to it. */
const serve = () => {
  const server = spawn(
    process.execPath,
    ['--enable-source-maps', join(ROOT, 'dist/server/main.js'), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  )
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => server.kill(signal))
  server.once('error', (error) => {
    console.error(`The server could not be started: ${error.message}`)
    process.exitCode = 1
  })
  server.once('exit', (code) => process.exit(code ?? 1))
}

if (await build()) serve()
else {
  console.error('The build did not work. Its words above say why.')
  process.exitCode = 1
}
