// The npm package of the contract as its users have it: installed into a project that knows nothing of this repository.
// usage: node package.mjs && node --test package.test.mjs
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import YAML from 'yaml';
import {readContract, root} from './contract.mjs';

const document = readContract();
const manifest = JSON.parse(readFileSync(new URL('openapi/package.json', root), 'utf8'));
const tarball = fileURLToPath(new URL(`artifacts/contract/postpress-contract-${document.info.version}.tgz`, root));
const project = mkdtempSync(path.join(os.tmpdir(), 'postpress-contract-'));
const inProject = createRequire(path.join(project, 'here.cjs'));
const installed = path.join(project, 'node_modules', '@postpress', 'contract');
const node = (...args) => execFileSync(process.execPath, args, {cwd: project, encoding: 'utf8'});

before(() => {
  writeFileSync(path.join(project, 'package.json'), '{"name": "fresh", "private": true, "type": "module"}');
  execFileSync('npm', ['install', tarball, '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], {cwd: project, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32'});
});
after(() => rmSync(project, {recursive: true}));

test('its version is that of the contract', () => {
  assert.equal(manifest.version, document.info.version, 'openapi/package.json');
  assert.equal(inProject('@postpress/contract/package.json').version, document.info.version);
});

test('it may be published, and the folder that it is built from may not', () => {
  assert.equal(manifest.private, true);
  assert.equal(inProject('@postpress/contract/package.json').private, undefined);
  assert.equal(inProject('@postpress/contract/package.json').license, 'MIT');
});

test('the contract is in it twice, as YAML and as JSON', () => {
  assert.deepEqual(YAML.parse(readFileSync(inProject.resolve('@postpress/contract/postpress.yaml'), 'utf8')), document);
  assert.deepEqual(inProject('@postpress/contract/postpress.json'), document);
});

test('the workflows are in it', () => {
  assert.match(readFileSync(inProject.resolve('@postpress/contract/postpress.arazzo.yaml'), 'utf8'), /^arazzo: /);
});

test('every fixture that the index lists can be read', () => {
  const {contract, fixtures} = inProject('@postpress/contract/fixtures/index.json');
  assert.equal(contract, document.info.version);
  assert.ok(fixtures.length > 30);
  for (const {file} of fixtures) assert.ok(existsSync(inProject.resolve(`@postpress/contract/fixtures/${file}`)), file);
});

test('no link of its pages leads out of it', () => {
  for (const page of ['README.md', 'CHANGELOG.md'])
    for (const [, target] of readFileSync(path.join(installed, page), 'utf8').matchAll(/\]\(([^)]+)\)/g))
      assert.ok(/^https:/.test(target) || existsSync(path.join(installed, target.split('#')[0])), `${page}: ${target}`);
});

test('a strict program uses its types, and reads a fixture by them; the programs of its page are as strict, and run', () => {
  const blocks = [...readFileSync(path.join(installed, 'README.md'), 'utf8').matchAll(/```(ts|js)\n(.*?)```/gs)];
  assert.deepEqual(blocks.map(b => b[1]), ['ts', 'js']);
  const [types, fixtures] = blocks.map(b => b[2]);
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      target: 'ES2022', lib: ['ES2022', 'DOM'], module: 'NodeNext', moduleResolution: 'NodeNext', types: [], resolveJsonModule: true,
      strict: true, exactOptionalPropertyTypes: true, noImplicitReturns: true, skipLibCheck: false,
      paths: {'openapi-fetch': [fileURLToPath(new URL('node_modules/openapi-fetch/dist/index.d.mts', import.meta.url))]},
    },
    files: ['program.ts', 'page.ts'],
  }));
  writeFileSync(path.join(project, 'page.ts'), `declare const key: string;\n${types}\nvoid [postpress, title];\n`);
  writeFileSync(path.join(project, 'program.ts'), `
    import type {components, operations, paths} from '@postpress/contract';
    import companies from '@postpress/contract/fixtures/search/response.200.companies.json' with {type: 'json'};

    type Schemas = components['schemas'];
    const search: Schemas['SearchRequest'] = {api: 'classic', category: 'companies'};
    const form: operations['createPost']['requestBody']['content']['multipart/form-data'] = {account_id: 'acc', text: 'x', attachments: [new Blob(['x'])]};
    const path: keyof paths = '/linkedin/jobs/{draft_id}/publish';
    // @ts-expect-error: an unknown path
    const wrong: keyof paths = '/linkedin/job';
    // @ts-expect-error: an unknown enum value
    const workplace: Schemas['Workplace'] = 'MOON';

    function name(hit: Schemas['SearchResult']): string {
      switch (hit.type) {
        case 'PEOPLE': return hit.name ?? '(hidden)';
        case 'COMPANY': return hit.name;
        case 'POST': return hit.text;
        case 'JOB': return hit.title;
      }
    }
    const page = companies as Schemas['SearchPage'];
    console.log(page.items.map(name).join(), search.category, form.text, path, wrong, workplace);
  `);
  node(fileURLToPath(new URL('node_modules/typescript/bin/tsc', import.meta.url)), '-p', project);
  assert.match(node('--no-warnings', 'program.js'), /^Acme companies x /);

  writeFileSync(path.join(project, 'fixtures.js'), `${fixtures}\nconsole.log(pages.length, pages.every(p => p.object === 'LinkedinSearch'));\n`);
  assert.match(node('fixtures.js'), /^[1-9]\d* true/);
});
