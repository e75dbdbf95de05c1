/** Prints how many tests passed and failed, from Vitest's JSON report and its exit code: `node scripts/count.mjs <report> <code>`. */
import { readFileSync } from 'node:fs'

/** @typedef {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} Report */

const [path = '', code = '1'] = process.argv.slice(2)

/** @returns {Report | null} null when the run left no report */
const reportAt = () => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

const report = reportAt()
const passed = report?.numPassedTests ?? 0
const files = report?.testResults ?? []
const unloaded = files.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
)
const failed = (report?.numFailedTests ?? 0) + unloaded.length
// A run that failed in no test failed all the same; and a run of no test at all proves nothing.
const unexplained = failed === 0 && (code !== '0' || passed === 0) ? 1 : 0
console.log(`${passed} ${failed + unexplained}`)
