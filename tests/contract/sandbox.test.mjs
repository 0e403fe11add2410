// The sandbox's answers, and the fixtures as requests, before a judge that is not ours: see judge.mjs.
// The sandbox runs already, at POSTPRESS_BASE_ADDRESS.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {promisify} from 'node:util';
import {componentsMet, deref, operationsOf, readContract, root, validator} from './contract.mjs';
import {objectionsTo, startJudge} from './judge.mjs';
import {contractForPage} from './page-contract.mjs';

const document = readContract();
const operations = operationsOf(document);
const fixturesAt = new URL('openapi/fixtures/', root);
const {fixtures} = JSON.parse(readFileSync(new URL('index.json', fixturesAt)));
const account = 'acc_linkedin_sandbox';
const sandbox = process.env.POSTPRESS_BASE_ADDRESS ?? assert.fail('POSTPRESS_BASE_ADDRESS is not set.');
const key = 'pp_test_sandbox';

describe('the judge and the sandbox', () => {
  let judge;
  before(async () => judge = await startJudge(sandbox));
  after(() => judge.close());

  const base = '/api/v1';
  async function call(path, {method = 'POST', body, type = 'application/json', query = '', headers = {'x-api-key': key}, prefix = base}) {
    const response = await fetch(judge.origin + prefix + path + query, {
      method,
      headers: body === undefined ? headers : {...headers, 'content-type': type},
      body: typeof body === 'object' && !Buffer.isBuffer(body) ? JSON.stringify(body) : body,
    });
    const text = await response.text();
    const exchange = (await judge.verdicts()).at(-1);
    return {status: response.status, text, exchange, json: () => JSON.parse(text)};
  }

  /** What each operation needs to be called, with one of its request fixtures, by an account. */
  async function callWith(operation, fixture, by = account) {
    if (operation === 'listSearchParameters') return parameters({type: 'LOCATION', account_id: by});
    const {file, contentType} = fixture ?? fixtures.find(f => f.operation === operation && f.kind === 'request');
    const content = readFileSync(new URL(file, fixturesAt));
    const path = operations.find(o => o.id === operation).path.replace('{draft_id}', by === account && operation !== 'createJob' ? await draftFor(operation, content) : '1');
    const body = Buffer.from(content.toString('latin1').replaceAll(/acc_\w+_01HXYZ\w+/g, a => by !== account ? by : a.startsWith('acc_instagram') ? 'acc_instagram_sandbox' : account), 'latin1');
    return call(path, {body, type: contentType, query: operation === 'search' ? `?account_id=${by}` : ''});
  }

  const parameters = query => call('/linkedin/search/parameters', {method: 'GET', query: `?${new URLSearchParams({account_id: account, ...query})}`});

  async function draft(currency = 'USD', by = account) {
    const body = JSON.parse(readFileSync(new URL('createJob/request.recruiterNewProject.json', fixturesAt)));
    body.account_id = by;
    body.recruiter.salary.currency = currency;
    return (await call('/linkedin/jobs', {body})).json().job_id;
  }

  /** A draft in the currency of a budget, and one at its first checkpoint for a code. */
  async function draftFor(operation, content) {
    if (operation !== 'publishJob' && operation !== 'solveJobCheckpoint') return '1';
    const id = await draft(/"currency": "(\w+)"/.exec(content)?.[1]);
    if (operation === 'solveJobCheckpoint') await publish(id, {mode: 'PROMOTED'});
    return id;
  }

  const publish = (id, how, by = account) => call(`/linkedin/jobs/${id}/publish`, {body: {account_id: by, ...how}});

  for (const {id, operation} of operationsOf(contractForPage()))
    test(`the reference page's curl command for ${id} works as it stands`, async t => {
      const folder = mkdtempSync(join(tmpdir(), 'postpress-curl-'));
      t.after(() => rmSync(folder, {recursive: true}));
      writeFileSync(join(folder, 'launch.png'), readFileSync(new URL('createPost/pixel.png', fixturesAt)));
      const [{lang, source}] = operation['x-codeSamples'];
      assert.equal(lang, 'Shell');
      const command = source
        .replace(document.servers[0].url, judge.origin + base)
        .replaceAll(/acc_linkedin_01HXYZ\w+/g, account)
        .replace('/jobs/3984512098/', `/jobs/${await draftFor(id)}/`);
      assert.ok(command.includes(judge.origin));
      const {stdout} = await promisify(execFile)('sh', ['-c', `uuidgen() { cat /proc/sys/kernel/random/uuid; }\n${command} -s -w '\n%{http_code}'`], {cwd: folder, env: {...process.env, POSTPRESS_API_KEY: key}});
      assert.match(stdout, /\n20[01]$/);
      assert.deepEqual(objectionsTo((await judge.verdicts()).at(-1)), []);
    });

  // A cursor means something to the API that gave it alone; real ones are sent below, page after page.
  for (const fixture of fixtures.filter(f => f.kind === 'request' && !f.file.endsWith('.cursor.json')))
    test(`${fixture.file} is taken, and nobody objects`, async () => {
      const {status, text, exchange} = await callWith(fixture.operation, fixture);
      assert.ok(status === 200 || status === 201, `${status} ${text}`);
      assert.deepEqual(objectionsTo(exchange), []);
    });

  test('a draft is published and its checkpoint solved in two steps, and nobody objects', async () => {
    const id = await draft();
    const path = `/linkedin/jobs/${id}/checkpoint`;
    const published = await publish(id, {mode: 'PROMOTED'});
    assert.deepEqual(objectionsTo(published.exchange), []);
    const answers = [[published.status, published.json().type]];
    for (const input of ['000000', '123456', 'verify-me', 'verify-me']) {
      const {status, exchange, json} = await call(path, {body: {account_id: account, input}});
      assert.deepEqual(objectionsTo(exchange), []);
      answers.push([status, json().type ?? json().object]);
    }
    const again = await publish(id, {mode: 'PROMOTED'});
    assert.deepEqual(objectionsTo(again.exchange), []);
    answers.push([again.status, again.json().type]);
    assert.deepEqual(answers, [[200, 'OTP'], [401, 'errors/invalid_checkpoint_solution'], [200, 'EMAIL_VERIFICATION'], [200, 'LinkedinJobPostingPublished'], [422, 'errors/action_already_performed'], [422, 'errors/action_already_performed']]);
  });

  test('an account has one free job, the second is refused with a status of a gateway, and nobody objects', async () => {
    const by = 'acc_no_checkpoint';
    const answers = [];
    for (const id of [await draft('USD', by), await draft('USD', by)]) {
      const {status, exchange, json} = await publish(id, {mode: 'FREE'}, by);
      assert.deepEqual(objectionsTo(exchange), []);
      answers.push([status, json().status, json().type ?? json().object]);
    }
    assert.deepEqual(answers, [[200, undefined, 'LinkedinJobPostingPublished'], [502, 400, 'errors/invalid_parameters']]);
  });

  test('ids are found by text for every type, and nobody objects', async () => {
    const types = document.components.schemas.SearchParameterType;
    for (const type of types.enum) {
      const {status, exchange, json} = await parameters({type, limit: 100, service: 'SALES_NAVIGATOR'});
      assert.equal(status, 200);
      assert.deepEqual(objectionsTo(exchange), []);
      assert.ok(json().items.length > 0, type);
      for (const {id} of json().items) assert.match(id, new RegExp(types['x-id-patterns'][type]), type);
    }
    const berlin = (await parameters({type: 'LOCATION', keywords: 'berlin'})).json();
    assert.deepEqual(berlin.items[0], {object: 'LinkedinSearchParameter', id: '106967730', title: 'Berlin, Germany'});
  });

  test('a text in place of an id is valid by the schema, and refused by the sandbox', async () => {
    const {status, exchange, json} = await call('/linkedin/search', {body: {api: 'classic', category: 'people', location: ['Berlin']}, query: `?account_id=${account}`});
    assert.equal(`${status} ${json().type}`, '400 errors/invalid_parameters');
    assert.match(json().detail, /`location\[0\]` .*GET \/linkedin\/search\/parameters\?type=LOCATION/);
    assert.deepEqual(objectionsTo(exchange), []);
  });

  test('every page of every search is read, and nobody objects', async () => {
    for (const name of ['classicPeople', 'classicCompanies', 'classicPosts', 'classicJobs', 'salesNavigatorPeople', 'salesNavigatorCompanies', 'recruiterPeople']) {
      const {api, category} = JSON.parse(readFileSync(new URL(`search/request.${name}.json`, fixturesAt)));
      let body = {api, category}, pages = 0;
      do {
        const {exchange, json, status, text} = await call('/linkedin/search', {body, query: `?account_id=${account}&limit=50`});
        assert.equal(status, 200, text);
        assert.deepEqual(objectionsTo(exchange), []);
        body = {cursor: json().cursor};
        pages++;
      } while (body.cursor && pages < 20);
      assert.ok(pages < 20, `${name} does not end`);
    }
  });

  for (const {id, operation} of operations)
    for (const [status, response] of Object.entries(operation.responses).filter(([s]) => /^[45]/.test(s)))
      test(`${id} answers ${status} with each of its error types, and nobody objects`, async () => {
        const {content, description} = deref(document, response);
        const schema = deref(document, content['application/json'].schema);
        // Where the response has the envelope that all share, its description alone says which types it has.
        const types = schema.allOf?.map(s => s.properties?.type?.enum).find(Boolean) ?? [...description.matchAll(/^- `(errors\/\w+)`/gm)].map(m => m[1]);
        assert.ok(types.length > 0);
        for (const type of types) {
          const {status: got, exchange, json} = await callWith(id, undefined, `acc_error_${type.replace('errors/', '')}`);
          assert.equal(`${got} ${json().type}`, `${status} ${type}`);
          assert.deepEqual(objectionsTo(exchange), []);
        }
      });

  for (const {id} of operations)
    test(`${id} answers with a status and an envelope of its default, and nobody objects`, async () => {
      for (const [by, status] of [['acc_rate_limited', 429], ['acc_error_envelope_2', 400]]) {
        // The quickstart's envelope comes with a status for which the page of an operation lists the other one.
        if (status === 400 && operations.find(o => o.id === id).operation.responses['400']) continue;
        const {status: got, exchange} = await callWith(id, undefined, by);
        assert.equal(got, status);
        assert.deepEqual(objectionsTo(exchange), []);
      }
    });

  test('the other server and the bearer token are as good', async () => {
    const {status, exchange} = await call('/linkedin/search', {prefix: '/v1', headers: {authorization: `Bearer ${key}`}, body: {api: 'classic', category: 'people'}, query: `?account_id=${account}`});
    assert.equal(status, 200);
    assert.deepEqual(objectionsTo(exchange), []);
  });

  const form = (...parts) => {
    const data = new FormData();
    for (const [name, value] of [['account_id', account], ['text', 'Hi'], ...parts]) data.append(name, value);
    return new Response(data);
  };
  const search = body => ['/linkedin/search', {body, query: `?account_id=${account}`}];
  const refused = {
    'a filter of another variant': search({api: 'classic', category: 'people', tenure: [{min: 1}]}),
    'an unknown enum value': search({api: 'classic', category: 'posts', sort_by: 'sideways'}),
    'no variant': search({keywords: 'bees'}),
    'a limit that is no number': ['/linkedin/search', {body: {api: 'classic', category: 'people'}, query: `?account_id=${account}&limit=ten`}],
    'a missing account': ['/linkedin/search', {body: {api: 'classic', category: 'people'}}],
    'no key': ['/linkedin/search', {body: {api: 'classic', category: 'people'}, query: `?account_id=${account}`, headers: {}}],
    'a job without a title': ['/linkedin/jobs', {body: {account_id: account, company: {id: '1'}, workplace: 'REMOTE', location: '1', description: 'x'}}],
    'both an id and a text': ['/linkedin/jobs', {body: {account_id: account, job_title: {id: '1', text: 'x'}, company: {id: '1'}, workplace: 'REMOTE', location: '1', description: 'x'}}],
    'a publication without a mode': ['/linkedin/jobs/1/publish', {body: {account_id: account}}],
    'a budget of a day and a month': ['/linkedin/jobs/1/publish', {body: {account_id: account, mode: 'PROMOTED', budget: {daily: {currency: 'USD', amount: 30}, monthly: {currency: 'USD', amount: 900}}}}],
    'a list of parameters over the limit': ['/linkedin/search/parameters', {method: 'GET', query: `?account_id=${account}&type=LOCATION&limit=101`}],
    'a list of parameters of no type': ['/linkedin/search/parameters', {method: 'GET', query: `?account_id=${account}`}],
    'an empty code': ['/linkedin/jobs/1/checkpoint', {body: {account_id: account, input: ''}}],
    'mentions that are no list': ['/posts', form(['mentions', '{}'])],
    'a mention without an id': ['/posts', form(['mentions', '[{"name":"Ada"}]'])],
    'a link that is none': ['/posts', form(['external_link', 'ftp://example.com'])],
    'an attachment that is text': ['/posts', form(['attachments', 'not a file'])],
  };
  for (const [name, [path, request]] of Object.entries(refused))
    test(`${name} is refused by the sandbox and by the judge`, async () => {
      const options = request instanceof Response ? {body: Buffer.from(await request.arrayBuffer()), type: request.headers.get('content-type')} : request;
      const {status, exchange} = await call(path, options);
      assert.ok([400, 401, 422].includes(status), `the sandbox answers ${status}`);
      assert.notDeepEqual(exchange.requestObjections, []);
      assert.deepEqual(exchange.responseObjections, []);
    });

  test('the judge objects to answers that the contract does not list', async () => {
    for (const by of ['acc_unknown_words', 'acc_gateway_html']) {
      const {exchange} = await call('/linkedin/search', {body: {api: 'classic', category: 'people'}, query: `?account_id=${by}`});
      assert.deepEqual(exchange.requestObjections, []);
      assert.notDeepEqual(exchange.responseObjections, []);
    }
  });

  test('files pass through the judge unchanged', async () => {
    const bytes = Buffer.from(Array.from({length: 100_000}, (_, i) => i * i % 251));
    const request = form(['attachments', new Blob([bytes], {type: 'image/png'})]);
    const {exchange} = await call('/posts', {body: Buffer.from(await request.arrayBuffer()), type: request.headers.get('content-type')});
    assert.equal(exchange.status, 201);
    assert.ok(exchange.request.body.includes(bytes));
    assert.deepEqual(objectionsTo(exchange), []);
  });

  test('every status, and every schema, that the contract lists was seen', async () => {
    const exchanges = await judge.verdicts();
    const errorsOf = validator(document);
    const met = new Set(), unseen = [];
    for (const {id, operation, parameters} of operations) {
      for (const [status, response] of Object.entries(operation.responses)) {
        const seen = exchanges.filter(e => e.operation === id && e.responseObjections.length === 0 && (String(e.status) === status || status === 'default' && !operation.responses[e.status]));
        if (!seen.length) unseen.push(`${id} ${status}`);
        for (const {response: answer} of seen)
          componentsMet(document, errorsOf, deref(document, response).content['application/json'].schema, JSON.parse(answer.body), met);
      }
      for (const {url} of exchanges.filter(e => e.operation === id && e.requestObjections.length === 0))
        for (const {name, schema} of parameters.filter(p => p.in === 'query'))
          for (const value of new URLSearchParams(url.split('?')[1]).getAll(name)) componentsMet(document, errorsOf, schema, value, met);
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema)
        for (const {request} of exchanges.filter(e => e.operation === id && e.requestObjections.length === 0)) componentsMet(document, errorsOf, schema, JSON.parse(request.body), met);
    }
    // The parts of a form are no JSON value; its fixtures are all sent above.
    unseen.push(...Object.keys(document.components.schemas).filter(n => !met.has(n) && !['CreatePostRequest', 'PostMention'].includes(n)));
    assert.deepEqual(unseen, []);
  });
});
