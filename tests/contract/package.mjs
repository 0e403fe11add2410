// Builds the npm package of the contract, artifacts/contract/postpress-contract-<version>.tgz, from openapi/package.json.
// usage: node package.mjs
import {execFileSync} from 'node:child_process';
import {copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {readContract, root} from './contract.mjs';
import './typescript/generate.mjs';

const artifacts = new URL('artifacts/contract/', root);
const folder = new URL('package/', artifacts);
const openapi = new URL('openapi/', root);
rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});

const write = (name, value) => writeFileSync(new URL(name, folder), JSON.stringify(value, null, 2) + '\n');
// In the repository it is private, for half of its files are not there.
const {private: _, ...manifest} = JSON.parse(readFileSync(new URL('package.json', openapi), 'utf8'));
write('package.json', manifest);
write('postpress.json', readContract());
for (const file of ['postpress.yaml', 'postpress.arazzo.yaml', 'CHANGELOG.md']) copyFileSync(new URL(file, openapi), new URL(file, folder));
copyFileSync(new URL('PACKAGE.md', openapi), new URL('README.md', folder));
copyFileSync(new URL('LICENSE', root), new URL('LICENSE', folder));
copyFileSync(new URL('typescript/generated/postpress.d.ts', import.meta.url), new URL('postpress.d.ts', folder));
cpSync(new URL('fixtures', openapi), new URL('fixtures', folder), {recursive: true, filter: file => path.basename(file) !== '.gitattributes'});

const [packed] = JSON.parse(execFileSync('npm', ['pack', fileURLToPath(folder), '--pack-destination', fileURLToPath(artifacts), '--json', '--ignore-scripts'],
  {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32'}));
console.log(`${packed.filename}: ${packed.entryCount} files, ${(packed.size / 1e3).toFixed(0)} kB`);
