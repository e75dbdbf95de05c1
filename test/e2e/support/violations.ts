/** What axe has to say about a page. */
import axe, { type Result, type RunOptions } from 'axe-core'
import type { Page } from 'playwright'

/**
 * What axe finds on a page as it stands.
 * @param rules only these; else all that axe has, its best practices too
 */
export const violations = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  // A page is given axe once: it takes longer to read than most pages take to judge.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules ? { runOnly: { type: 'rule', values: [...rules] } } : {}),
  }
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`
  const found = await page.evaluate<readonly Result[]>(run)
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary?.split('\n').at(-1) ?? ''}`).join(' | ')}`,
  )
}
