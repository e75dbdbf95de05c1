/** How the page about the interface looks: the app's colours and measures, in a page that loads nothing. */
export const INTERFACE_STYLE = `
:root { color-scheme: light dark; --page: #f9f5ee; --card: #ffffff; --ink: #2a261f; --soft: #5f584d; --line: #c5bcae; --link: #005959; --well: #efe9de }
@media (prefers-color-scheme: dark) { :root { --page: #1c1914; --card: #2a261f; --ink: #f9f5ee; --soft: #c5bcae; --line: #5f584d; --link: #93cac9; --well: #1c1914 } }
* { box-sizing: border-box }
html { font-size: 112.5% }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', system-ui, sans-serif }
main { max-width: 46rem; margin-inline: auto; padding: 24px 16px 64px }
h1 { font-size: 1.778rem; line-height: 1.2; margin-block: 16px 12px }
h2 { font-size: 1.333rem; line-height: 1.2; margin-block: 40px 12px }
p { max-width: 62ch; margin-block: 8px }
a { color: var(--link); text-underline-offset: 0.15em }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px }
code, pre { font: 0.889rem/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
pre { background: var(--well); padding: 12px; border-radius: 8px; overflow-x: auto; white-space: pre; margin-block: 4px 12px; max-block-size: 24rem }
details { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 4px 16px; margin-block: 8px }
summary { cursor: pointer; min-block-size: 44px; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center }
summary::before { content: '▸'; color: var(--soft) }
details[open] > summary::before { content: '▾' }
.soft { color: var(--soft); font-size: 0.889rem }
table { border-collapse: collapse }
th, td { text-align: start; padding: 4px 24px 4px 0; border-block-end: 1px solid var(--line) }
`
