// The page of a running sandbox in headless Chromium: real calls, what it shows of them, its buttons, by keyboard, narrow and wide, light and dark.
// usage: node sandbox-page.mjs http://127.0.0.1:41234
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {deflateSync, crc32} from 'node:zlib';
import {launch} from './browser.mjs';
import {root} from './contract.mjs';

const sandbox = process.argv[2].replace(/\/$/, '');
const key = 'pp_test_sandbox';
const account = 'acc_linkedin_sandbox';
const folder = new URL('artifacts/contract/', root);
mkdirSync(folder, {recursive: true});

const browser = await launch();
if (!browser) {
  console.log('SKIPPED: the page was not looked at, for there is no Chromium.');
  process.exit(0);
}

const call = async (path, body, {method = 'POST', headers = {}} = {}) => {
  const isForm = body instanceof FormData;
  const response = await fetch(`${sandbox}/api/v1${path}`, {
    method, headers: {'X-API-KEY': key, ...(body && !isForm ? {'Content-Type': 'application/json'} : {}), ...headers}, body: isForm || !body ? body : JSON.stringify(body),
  });
  return {status: response.status, json: await response.json()};
};
const form = (fields, files = []) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  for (const [name, bytes, type, fileName] of files) data.append(name, new Blob([bytes], {type}), fileName);
  return data;
};
const job = {account_id: account, job_title: {text: 'Beekeeper'}, company: {id: '9374000'}, workplace: 'HYBRID', location: '106967730', description: '<p>Keep our bees.</p>'};
const search = () => call(`/linkedin/search?account_id=${account}`, {api: 'classic', category: 'people', keywords: 'engineer'});

const code = '908172';
const markup = '<img src=x onerror="document.title=1">';
async function makeCalls() {
  assert.equal((await search()).status, 200);
  assert.equal((await call('/linkedin/search?account_id=acc_error_disconnected_account', {api: 'classic', category: 'people'})).status, 401);
  assert.equal((await call('/linkedin/jobs', {account_id: account, workplace: 'HYBRID'})).status, 422);
  for (const title of ['Beekeeper', 'Keeper of a very long title that has to be broken somewhere on a narrow screen', 'Draft alone']) {
    const {json} = await call('/linkedin/jobs', {...job, job_title: {text: title}});
    if (title !== 'Draft alone') assert.equal((await call(`/linkedin/jobs/${json.job_id}/publish`, {account_id: account, mode: 'FREE'})).status, 200);
    if (title === 'Beekeeper') assert.equal((await call(`/linkedin/jobs/${json.job_id}/checkpoint`, {account_id: account, input: code})).status, 401);
  }
  const quick = await call('/linkedin/jobs', {...job, account_id: 'acc_no_checkpoint'});
  await call(`/linkedin/jobs/${quick.json.job_id}/publish`, {account_id: 'acc_no_checkpoint', mode: 'PROMOTED'});
  const mentions = JSON.stringify([{name: 'Ada Lovelace', profile_id: 'ACoAAA1234567'}, {name: 'Acme', profile_id: '9374000', is_company: true}]);
  const post = await call('/posts', form(
    [['account_id', account], ['text', `Hey {{0}}, look what {{1}} shipped 🐝\n${markup}`], ['mentions', mentions], ['external_link', 'https://example.com/launch'], ['include_job_posting', '3984512098']],
    [['attachments', png(600, 300, [10, 92, 173]), 'image/png', 'launch.png'], ['attachments', png(300, 300, [240, 180, 40]), 'image/png', 'bees.png']]));
  assert.equal(post.status, 201);
  await call('/posts', form([['account_id', 'acc_instagram_sandbox'], ['text', 'With @ada at the sea'], ['location', '213385402']], [['attachments', new TextEncoder().encode('<svg onload="x()"/>'), 'image/svg+xml', 'sea.svg']]));
  await call('/posts', form([['account_id', account], ['text', ''], ['repost', post.json.post_id.split(':').at(-1)], ['as_organization', '9374000']]));
}

// A picture of one colour.
function png(width, height, colour) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(colour))]);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(line)))), chunk('IEND', Buffer.alloc(0))]);
}

async function open(width, colorScheme) {
  const context = await browser.newContext({viewport: {width, height: 900}, colorScheme});
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const tab = await context.newPage();
  const trouble = [];
  tab.on('request', r => { if (!r.url().startsWith(`${sandbox}/`) && !r.url().startsWith('data:')) trouble.push(`asks for ${r.url()}`); });
  tab.on('response', async r => {
    const text = await r.text().catch(() => '');
    if (text.includes(key) || text.includes(code)) trouble.push(`${r.url()} has a key or a code in it`);
  });
  tab.on('console', m => { if (m.type() === 'error') trouble.push(m.text()); });
  tab.on('pageerror', e => trouble.push(String(e)));
  await tab.goto(`${sandbox}/`);
  await tab.getByText('live', {exact: true}).waitFor();
  return {tab, trouble, close: () => context.close()};
}

const section = (tab, name) => tab.getByRole('region', {name});
// Waits until every call so far is in the list.
const caughtUp = async tab => {
  const {requestCount} = await (await fetch(`${sandbox}/_sandbox/state`)).json();
  await tab.waitForFunction(count => document.querySelectorAll('#requests > li').length === count, requestCount);
};
const shows = (tab, name, text) => section(tab, name).getByText(text).first().waitFor({timeout: 5000});

try {
  {
    const {tab, trouble, close} = await open(1280, 'light');
    await tab.getByText('No requests yet.').waitFor();
    // The page is already open and must show them by itself.
    await makeCalls();
    await shows(tab, 'Requests', 'errors/disconnected_account');
    await shows(tab, 'Requests', 'createPost');
    await shows(tab, 'Drafts and jobs', 'Waiting for OTP');
    await shows(tab, 'Drafts and jobs', '123456');
    await shows(tab, 'Drafts and jobs', 'Berlin, Germany');
    await shows(tab, 'Drafts and jobs', 'Published as PROMOTED');
    await shows(tab, 'Posts', 'Ada Lovelace');
    await shows(tab, 'Posts', markup);
    await shows(tab, 'Posts', 'sea.svg');
    assert.equal(await section(tab, 'Posts').locator('img').count(), 2, 'The two PNGs are shown, the SVG is not.');
    await section(tab, 'Posts').locator('img').last().scrollIntoViewIfNeeded();
    await tab.waitForFunction(() => [...document.images].every(i => i.naturalWidth > 0));
    assert.equal(await section(tab, 'Posts').locator('.mention').allTextContents().then(t => t.slice(0, 2).join()), 'Ada Lovelace,Acme');
    assert.equal(await tab.title(), 'PostPress sandbox');

    // By keyboard alone: set a failure, and the next call gets it.
    await tab.getByLabel('Operation').focus();
    await tab.keyboard.type('search');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('429');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await shows(tab, 'Make the next call fail', 'search: 429 errors/too_many_requests');
    assert.equal((await call('/linkedin/search/parameters?account_id=acc_linkedin_sandbox&type=LOCATION', null, {method: 'GET'})).status, 200, 'It is for another operation.');
    assert.equal((await search()).status, 429);
    assert.equal((await search()).status, 200);
    await shows(tab, 'Requests', 'errors/too_many_requests');
    await tab.waitForFunction(() => !document.querySelector('#pending li'));

    // A network fault, by keyboard too: the post is published, and its response is lost.
    const posts = await section(tab, 'Posts').locator('.post').count();
    await tab.getByLabel('Operation').focus();
    await tab.keyboard.type('createPost');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('ResetAfterActing');
    await tab.getByText('The sandbox carries out the call.').waitFor();
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await shows(tab, 'Make the next call fail', 'createPost: ResetAfterActing');
    await assert.rejects(call('/posts', form([['account_id', account], ['text', 'The response to this is lost.']])));
    await shows(tab, 'Posts', 'The response to this is lost.');
    await shows(tab, 'Make the next call fail', 'Network faults so far: 1. The last one: ResetAfterActing.');
    assert.equal(await section(tab, 'Posts').locator('.post').count(), posts + 1);
    await tab.waitForFunction(() => !document.querySelector('#pending li'));

    // Each takes one byte a second or waits without end; "Cancel the failures" cancels them.
    for (const fault of ['SlowDrip', 'Silence']) {
      await tab.getByRole('combobox', {name: 'Failure'}).selectOption({label: fault});
      await tab.getByRole('button', {name: 'Fail the next call'}).click();
      await shows(tab, 'Make the next call fail', `createPost: ${fault}`);
    }
    await tab.getByRole('button', {name: 'Cancel the failures'}).click();
    await tab.waitForFunction(() => !document.querySelector('#pending li'));
    assert.equal((await call('/posts', form([['account_id', account], ['text', 'This one passes.']]))).status, 201);

    const awaiting = section(tab, 'Drafts and jobs').getByRole('listitem').filter({hasText: 'Beekeeper'}).filter({hasText: 'Waiting for OTP'});
    await awaiting.getByRole('button', {name: 'Expire'}).focus();
    await tab.keyboard.press('Space');
    await shows(tab, 'Drafts and jobs', 'Checkpoint expired');
    assert.equal((await call('/linkedin/jobs/3984512098/checkpoint', {account_id: account, input: '123456'})).json.type, 'errors/expired_link');

    // A request opened with the keyboard stays open while others come; its curl is a call that works.
    const posted = section(tab, 'Requests').locator('details').filter({hasText: 'createPost'}).filter({hasText: account}).last();
    await posted.locator('summary').focus();
    await tab.keyboard.press('Enter');
    await posted.getByText('launch.png').first().waitFor();
    await search();
    await caughtUp(tab);
    await posted.getByText('pp_test_***').waitFor();
    const searched = section(tab, 'Requests').locator('details').filter({hasText: 'search'}).filter({hasText: '200'}).filter({hasText: account}).first();
    await searched.locator('summary').click();
    await searched.getByLabel('Response').getByText('"object": "LinkedinSearch"').waitFor();
    await searched.getByRole('button', {name: 'Copy'}).click();
    await searched.getByText('Copied').waitFor();
    const curl = await tab.evaluate(() => navigator.clipboard.readText());
    try {
      const answer = execFileSync('bash', ['-c', curl.replace(/^curl /, 'curl -sS ')], {env: {...process.env, POSTPRESS_API_KEY: key}, encoding: 'utf8'});
      assert.equal(JSON.parse(answer).object, 'LinkedinSearch');
    } catch (error) {
      if (!/curl: command not found/.test(error.stderr ?? '')) throw error;
    }

    const solved = section(tab, 'Requests').locator('details').filter({hasText: 'errors/invalid_checkpoint_solution'});
    await solved.locator('summary').click();
    await solved.getByText('"input": "***"').waitFor();
    assert.deepEqual(trouble, []);
    console.log('real calls are shown within a second, keys and codes masked; the next call fails or loses its response, a checkpoint expires, by keyboard');
    await close();
  }

  for (const width of [390, 1280]) for (const scheme of ['light', 'dark']) {
    const {tab, trouble, close} = await open(width, scheme);
    await shows(tab, 'Posts', 'Ada Lovelace');
    await section(tab, 'Requests').locator('details').filter({hasText: 'errors/invalid_checkpoint_solution'}).locator('summary').click();
    await tab.getByText('"input": "***"').waitFor();
    await section(tab, 'Requests').locator('details').filter({hasText: 'createPost'}).filter({hasText: '201'}).first().locator('summary').click();
    await tab.getByText('"object": "PostCreated"').waitFor();
    await tab.getByRole('combobox', {name: 'Failure'}).selectOption({label: 'HalfTheResponseInChunks'});
    await tab.getByRole('button', {name: 'Fail the next call'}).click();
    await shows(tab, 'Make the next call fail', 'any operation: HalfTheResponseInChunks');
    await tab.getByText('acc_error_request_timeout').waitFor();
    // Everything that is wider than its place, also inside of elements that scroll.
    const tooWide = await tab.evaluate(() => [document.documentElement, ...document.querySelectorAll('body *')]
      .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline' && e.tagName !== 'SELECT').map(e => `${e.tagName}.${e.className}: ${e.scrollWidth} > ${e.clientWidth}`));
    assert.deepEqual(tooWide, [], `${width} ${scheme}`);
    for (const image of await section(tab, 'Posts').locator('img').all()) await image.scrollIntoViewIfNeeded();
    await tab.waitForFunction(() => [...document.images].every(i => i.naturalWidth > 0));
    await tab.evaluate(() => scrollTo(0, 0));
    await tab.screenshot({path: fileURLToPath(new URL(`sandbox-${width}-${scheme}.png`, folder)), fullPage: true});
    await tab.getByRole('button', {name: 'Cancel the failures'}).click();
    await tab.waitForFunction(() => !document.querySelector('#pending li'));
    assert.deepEqual(trouble, []);
    await close();
  }
  console.log('390 and 1280 pixels, light and dark: nothing too wide, nothing fetched from elsewhere, no error');

  {
    const {tab, trouble, close} = await open(390, 'light');
    await tab.getByRole('button', {name: 'Reset'}).press('Enter');
    await tab.getByText('No requests yet.').waitFor();
    await tab.getByText('No posts.').waitFor();
    await tab.getByText('No drafts or jobs.').waitFor();
    assert.deepEqual(trouble, []);
    console.log('a reset deletes everything');
    await close();
  }
} finally {
  await browser.close();
}
