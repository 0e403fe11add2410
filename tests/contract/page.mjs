// Builds the reference page, artifacts/contract/index.html, and looks at it in headless Chromium, from file://, at two widths.
// usage: npm run page
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {launch} from './browser.mjs';
import {operationsOf, root} from './contract.mjs';
import {contractForPage} from './page-contract.mjs';

const folder = new URL('artifacts/contract/', root);
const page = new URL('index.html', folder);
mkdirSync(folder, {recursive: true});

const document = contractForPage();
const source = new URL('postpress.page.json', folder);
writeFileSync(source, JSON.stringify(document));
execFileSync(process.execPath, [fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', import.meta.url)), 'build-docs', fileURLToPath(source),
  '--inlineBundle', '-o', fileURLToPath(page)], {stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, REDOCLY_TELEMETRY: 'off'}});
// The generator's logo is the only thing that the page would fetch; its name in writing does as well.
const logo = "<svg xmlns='http://www.w3.org/2000/svg' width='44' height='14'><text y='11' font-family='sans-serif' font-size='11' fill='#1a1a21'>Redocly</text></svg>";
writeFileSync(page, readFileSync(page, 'utf8').replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini[a-z-]*\.svg/g, `data:image/svg+xml,${encodeURIComponent(logo).replaceAll("'", '%27')}`));
console.log(`${fileURLToPath(page)}: ${(readFileSync(page).length / 1e6).toFixed(1)} MB`);

const browser = await launch();
if (!browser) {
  console.log('SKIPPED: the page was not looked at, for there is no Chromium.');
  process.exit(0);
}

try {
  for (const width of [390, 1280]) {
    const tab = await browser.newPage({viewport: {width, height: 900}});
    const trouble = [];
    tab.on('request', r => { if (!/^(file|data|blob):/.test(r.url())) trouble.push(`asks for ${r.url()}`); });
    tab.on('console', m => { if (m.type() === 'error') trouble.push(m.text()); });
    tab.on('pageerror', e => trouble.push(String(e)));

    const show = async (link, heading, picture, ...shown) => {
      await tab.goto(page.href + link);
      await tab.reload();
      await tab.getByRole('heading', {name: heading}).first().waitFor({timeout: 10_000});
      await tab.waitForFunction(() => !document.body.innerText.includes('Loading...'));
      const tooWide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(tooWide <= 0, `${heading} is ${tooWide} pixels too wide for ${width}.`);
      assert.deepEqual(trouble, [], heading);
      await tab.waitForFunction(parts => parts.every(part => document.body.innerText.includes(part)), shown, {timeout: 10_000});
      assert.doesNotMatch(await tab.evaluate(() => document.body.innerText), /\bx-[a-z]/, `${heading} names an extension.`);
      await tab.screenshot({path: fileURLToPath(new URL(`page-${width}-${picture}.png`, folder))});
    };
    await show('', `${document.info.title} (${document.info.version})`, 'start');
    // Each operation by its deep link, as one would send it to a colleague.
    for (const {id, operation} of operationsOf(document))
      await show(`#/${operation.tags[0].toLowerCase().replaceAll(' ', '-')}/${id.toLowerCase()}`, operation.summary, id, 'curl', '-H "X-API-KEY: $POSTPRESS_API_KEY"');

    console.log(`${width} pixels: ${operationsOf(document).length} operations by their links, no sideways scrolling, nothing fetched, no error`);
    await tab.close();
  }
} finally {
  await browser.close();
}
