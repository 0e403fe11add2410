// How each operation is called, for the reference page: by curl, from the contract's examples; in C#, from tests/PostPress.Docs.Tests,
// where each sample is compiled and run.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {deref, root} from './contract.mjs';

const form = 'multipart/form-data';

/** The call as a command for a shell, with the first example. The key comes from POSTPRESS_API_KEY; a body's files are in the folder. */
export function curlOf(document, {method, path, operation, parameters}) {
  const valueOf = parameter => deref(document, Object.values(parameter.examples ?? {})[0])?.value;
  const query = parameters.filter(p => p.in === 'query' && (p.required || p.name === 'keywords')).map(p => `${p.name}=${encodeURIComponent(valueOf(p))}`).join('&');
  const address = document.servers[0].url + path.replace(/\{(\w+)\}/g, (_, name) => valueOf(parameters.find(p => p.name === name))) + (query && `?${query}`);
  const isWrite = operation['x-is-write'] ?? method !== 'get';
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${quoted(address)}`,
    '-H "X-API-KEY: $POSTPRESS_API_KEY"',
    ...(isWrite ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
  ];

  const [type, content] = Object.entries(deref(document, operation.requestBody)?.content ?? {})[0] ?? [];
  const value = content && deref(document, Object.values(content.examples)[0]).value;
  if (type === form)
    for (const part of partsOf(document, content, value))
      lines.push(part.file ? `-F ${quoted(`${part.name}=@${part.value}`)}`
        : part.type ? `-F ${quoted(`${part.name}=${part.value};type=${part.type}`)}`
        : `--form-string ${quoted(`${part.name}=${part.value}`)}`);
  else if (type)
    lines.push(`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(json(value))}`);
  return lines.join(' \\\n  ');
}

/** Puts an example first that shows what a call usually has: of a search not every filter, of a post a mention and a file. */
export function putUsualExampleFirst({id, operation}, document) {
  const [content] = Object.values(deref(document, operation.requestBody)?.content ?? {});
  const valueOf = name => deref(document, content.examples[name] ?? assert.fail(`${id} has no example ${name}.`)).value;
  if (id === 'search') {
    const {api, category, keywords, location, network_distance} = valueOf('classicPeople');
    content.examples = {usual: {summary: 'People.', value: {api, category, keywords, location, network_distance}}, ...content.examples};
  } else if (id === 'createPost') {
    // YAML has no files, so no example of the contract has one.
    const {account_id, text, mentions} = valueOf('mentions');
    content.examples = {usual: {summary: 'Mentions and an image.', value: {account_id, text, mentions, attachments: ['launch.png']}}, ...content.examples};
  }
}

/** A form with a line for each part, where JSON would say what is not sent. */
export function formOf(document, content, value) {
  const parts = partsOf(document, content, value);
  const width = Math.max(...parts.map(p => p.name.length));
  return parts.map(({name, value, file, type}) => `${name.padEnd(width)}  ${file ? `@${value}` : value}${type ? `  (${type})` : ''}`).join('\n');
}

/** The region `reference <operation>` of the samples in C#. */
export function csharpOf(id) {
  const source = readFileSync(new URL('tests/PostPress.Docs.Tests/ReferenceSnippets.cs', root), 'utf8').replaceAll('\r\n', '\n');
  const region = new RegExp(`^ *#region reference ${id}\\n(.*?)^ *#endregion`, 'ms').exec(source)?.[1];
  assert.ok(region, `tests/PostPress.Docs.Tests/ReferenceSnippets.cs has no region "reference ${id}".`);
  const lines = region.trimEnd().split('\n');
  const indent = Math.min(...lines.filter(l => l.trim()).map(l => /^ */.exec(l)[0].length));
  return lines.map(l => l.slice(indent)).join('\n');
}

function partsOf(document, {schema, encoding}, value) {
  const {properties} = deref(document, schema);
  return Object.entries(value).flatMap(([name, member]) => {
    const property = deref(document, properties[name]);
    if ((property.items ?? property).format === 'binary') return [member].flat().map(file => ({name, value: file, file: true}));
    const type = encoding?.[name]?.contentType;
    return [{name, value: typeof member === 'string' ? member : JSON.stringify(member), type}];
  });
}

/** JSON with lists of plain values in one line. */
const json = value => JSON.stringify(value, null, 2).replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, items) => `[${items.replace(/,\s+/g, ', ')}]`);

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
