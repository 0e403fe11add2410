// Writes openapi/fixtures from the contract's examples: one file for each, as it looks on the wire, and an index.
// usage: node fixtures.mjs [--check]   (--check writes nothing, and fails where a file is not current)
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {bodyExamplesOf, contractFile, operationsOf, readContract, root} from './contract.mjs';

const folder = new URL('openapi/fixtures/', root);
const boundary = 'postpress-fixture';
// The smallest PNG: one transparent pixel. YAML has no good way to hold the bytes of a file, so the script adds some.
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
// The header of an MP4 file, without a film.
const video = Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from('ftypisom'), Buffer.from([0, 0, 2, 0]), Buffer.from('isom')]);

const document = readContract();
const files = new Map();
const index = [];

for (const example of [...bodyExamplesOf(document), ...withFiles(document)]) {
  const multipart = example.contentType === 'multipart/form-data';
  const file = `${example.operation}/${[example.kind, example.status, example.name].filter(Boolean).join('.')}.${multipart ? 'multipart' : 'json'}`;
  const {method} = operationsOf(document).find(o => o.id === example.operation);
  files.set(file, multipart ? formOf(example) : json(example.value));
  index.push({
    file,
    operation: example.operation,
    method: method.toUpperCase(),
    path: example.path,
    kind: example.kind === 'request' ? 'request' : /^2/.test(example.status) ? 'response' : 'error',
    ...(example.status && {status: example.status}),
    contentType: multipart ? `${example.contentType}; boundary=${boundary}` : example.contentType,
    schema: example.schema.$ref.split('/').at(-1),
    ...(example.summary && {summary: example.summary}),
  });
}
files.set('createPost/pixel.png', pixel);
files.set('index.json', json({contract: document.info.version, fixtures: index}));
// Line ends and bytes of a form are part of it.
files.set('.gitattributes', Buffer.from('*.multipart binary\n'));

const existing = !existsSync(folder) ? [] : readdirSync(folder, {recursive: true, withFileTypes: true}).filter(f => f.isFile())
  .map(f => path.relative(fileURLToPath(folder), path.join(f.parentPath, f.name)).replaceAll(path.sep, '/'));
const superfluous = existing.filter(f => !files.has(f));
const stale = [...files].filter(([f, content]) => !existing.includes(f) || !readFileSync(new URL(f, folder)).equals(content)).map(([f]) => f);

if (process.argv[2] === '--check') {
  for (const file of [...stale, ...superfluous]) console.error(`openapi/fixtures/${file} is not current.`);
  if (stale.length || superfluous.length) {
    console.error('Run: node tests/contract/fixtures.mjs');
    process.exitCode = 1;
  }
} else {
  superfluous.forEach(f => rmSync(new URL(f, folder)));
  for (const [file, content] of files) {
    mkdirSync(new URL('.', new URL(file, folder)), {recursive: true});
    writeFileSync(new URL(file, folder), content);
  }
}
console.log(`${index.length} fixtures from ${contractFile.pathname.split('/').at(-1)} ${document.info.version}: ${stale.length} changed, ${superfluous.length} removed`);

function json(value) {
  return Buffer.from(JSON.stringify(value, null, 2) + '\n');
}

/** The example of a post with text alone, once more with a video, its thumbnail, and an image. */
function withFiles(document) {
  return bodyExamplesOf(document).filter(e => e.contentType === 'multipart/form-data').slice(0, 1).map(e => ({
    ...e,
    name: 'files',
    summary: 'A video, its thumbnail, and an image.',
    value: {...e.value, attachments: ['launch.mp4', 'team.png'], video_thumbnail: 'thumbnail.png'},
  }));
}

/** A form: text as it is, what the contract encodes as JSON as JSON, files by their name, a list of files as one part for each. */
function formOf({value, encoding, schema}) {
  const {properties} = document.components.schemas[schema.$ref.split('/').at(-1)];
  const isFile = name => (properties[name].items ?? properties[name]).format === 'binary';
  const chunks = Object.entries(value).flatMap(([name, member]) => {
    if (isFile(name)) return [member].flat().map(file => part(`name="${name}"; filename="${file}"`, ...(file.endsWith('.mp4') ? [video, 'video/mp4'] : [pixel, 'image/png'])));
    const type = encoding?.[name]?.contentType;
    return [part(`name="${name}"`, Buffer.from(type === 'application/json' ? JSON.stringify(member) : String(member)), type)];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);

  function part(disposition, content, type) {
    return Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`), content, Buffer.from('\r\n')]);
  }
}
