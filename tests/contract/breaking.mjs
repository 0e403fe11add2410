// Compares two contracts and names what breaks those who already use the older one.
//
// Two principles decide:
//   1. On the wire, a request must not be refused that was taken before, and an answer must not surprise: it may gain
//      members, enum values and variants, which the contract tells everyone to expect, and nothing else.
//   2. What has a name keeps it: operations, parameters, members, enum values, variants and schemas are names in
//      everyone's generated code.
//
// usage: node breaking.mjs [old.yaml new.yaml CHANGELOG.md]   (default: the last of openapi/released and today's contract)
import {readdirSync, readFileSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {contractFile, deref, operationsOf, readContract, root} from './contract.mjs';

/** The breaking changes as `{kind, where}`; empty where there is none. */
export function breakingChanges(before, after) {
  const found = [];
  const report = (kind, where) => {
    if (!found.some(f => f.kind === kind && f.where === where)) found.push({kind, where});
  };
  const seen = new Set();

  function document() {
    for (const {url} of before.servers ?? [])
      if (!after.servers?.some(s => s.url === url)) report('server-removed', url);
    security(before.security, after.security, 'security');
    for (const [name, scheme] of Object.entries(before.components.securitySchemes ?? {}))
      if (!sameBut(scheme, after.components.securitySchemes?.[name])) report('security-changed', name);
    for (const name of Object.keys(before.components.schemas))
      if (!after.components.schemas[name]) report('schema-removed', name);

    const now = operationsOf(after);
    for (const old of operationsOf(before)) {
      const same = now.find(o => o.path === old.path && o.method === old.method);
      if (!same) report('operation-removed', `${old.method} ${old.path}`);
      else operation(old, same);
    }
  }

  function operation(old, now) {
    const where = old.id;
    if (old.id !== now.id) report('operation-renamed', `${old.id} to ${now.id}`);
    if (old.operation.security || now.operation.security) security(old.operation.security ?? before.security, now.operation.security ?? after.security, where);

    const key = p => `${p.in} ${p.name}`;
    for (const parameter of old.parameters) {
      const same = now.parameters.find(p => key(p) === key(parameter));
      if (!same) { report('parameter-removed', `${where} ${key(parameter)}`); continue; }
      if (same.required && !parameter.required) report('required-added', `${where} ${key(parameter)}`);
      for (const word of ['style', 'explode', 'allowReserved'])
        if (parameter[word] !== same[word]) report('parameter-changed', `${where} ${key(parameter)} ${word}`);
      schema(parameter.schema, same.schema, 'request', `${where} ${key(parameter)}`);
    }
    for (const parameter of now.parameters)
      if (parameter.required && !old.parameters.some(p => key(p) === key(parameter))) report('required-added', `${where} ${key(parameter)}`);

    const oldBody = deref(before, old.operation.requestBody), newBody = deref(after, now.operation.requestBody);
    if (newBody?.required && !oldBody?.required) report('required-added', `${where} body`);
    if (oldBody) content(oldBody.content, newBody?.content, 'request', `${where} request`);

    for (const status of Object.keys(now.operation.responses))
      if (/^[123]/.test(status) && !old.operation.responses[status]) report('status-added', `${where} ${status}`);
    for (const [status, response] of Object.entries(old.operation.responses)) {
      const oldResponse = deref(before, response), newResponse = deref(after, now.operation.responses[status]);
      if (!newResponse) { report('status-removed', `${where} ${status}`); continue; }
      content(oldResponse.content, newResponse.content, 'response', `${where} ${status}`);
      for (const [name, header] of Object.entries(oldResponse.headers ?? {})) {
        const same = deref(after, newResponse.headers?.[name]);
        if (!same) report('header-removed', `${where} ${status} ${name}`);
        else schema(deref(before, header).schema, same.schema, 'response', `${where} ${status} ${name}`);
      }
    }
  }

  function security(old, now, where) {
    for (const way of old ?? [])
      if (!now?.some(w => isDeepStrictEqual(w, way))) report('security-changed', `${where} ${Object.keys(way).join(' and ') || '(none)'}`);
  }

  function content(old, now, direction, where) {
    for (const [type, media] of Object.entries(old ?? {})) {
      const same = now?.[type];
      if (!same) { report('media-type-removed', `${where} ${type}`); continue; }
      for (const part of new Set([...Object.keys(media.encoding ?? {}), ...Object.keys(same.encoding ?? {})]))
        if (!isDeepStrictEqual(media.encoding?.[part], same.encoding?.[part])) report('encoding-changed', `${where} ${part}`);
      schema(media.schema, same.schema, direction, where);
    }
  }

  function schema(oldSchema, newSchema, direction, where) {
    if (oldSchema.$ref && newSchema.$ref) {
      const key = `${direction} ${oldSchema.$ref} ${newSchema.$ref}`;
      if (seen.has(key)) return;
      seen.add(key);
      where = `${direction} ${oldSchema.$ref.split('/').at(-1)}`;
    }
    const old = flatten(before, oldSchema), now = flatten(after, newSchema);
    for (const word of new Set([...Object.keys(old), ...Object.keys(now)]))
      if (!known.has(word) && !word.startsWith('x-')) throw new Error(`${where}: this check does not know the keyword ${word}.`);

    types(old, now, direction, where);
    values(old, now, direction, where);
    limits(old, now, direction, where);
    variants(old, now, direction, where);
    members(old, now, direction, where);
    if (old.items && now.items) schema(old.items, now.items, direction, `${where}[]`);
    else if (now.items && direction === 'request') report('items-restricted', where);
    else if (old.items && direction === 'response') report('items-freed', where);
  }

  function types(old, now, direction, where) {
    if (!old.type && !now.type) return;
    const every = ['null', 'boolean', 'object', 'array', 'number', 'string'];
    const oldTypes = [old.type ?? every].flat(), newTypes = [now.type ?? every].flat();
    const covers = (types, type) => types.includes(type) || (type === 'integer' && types.includes('number'));
    if (direction === 'request' && !oldTypes.every(t => covers(newTypes, t))) report('type-narrowed', where);
    if (direction === 'response' && !newTypes.every(t => covers(oldTypes, t))) report('type-widened', where);
    for (const word of ['format', 'contentMediaType', 'contentEncoding'])
      if (old[word] !== now[word]) report('format-changed', where);
    if (direction === 'request' && 'default' in old && !isDeepStrictEqual(old.default, now.default)) report('default-changed', where);
  }

  function values(old, now, direction, where) {
    if (old.values && !now.values) report('enum-dropped', where);
    if (!old.values && now.values && direction === 'request') report('enum-added', where);
    for (const value of old.values ?? [])
      if (now.values && !now.values.some(v => isDeepStrictEqual(v, value))) report('enum-value-removed', `${where} ${JSON.stringify(value)}`);
  }

  function limits(old, now, direction, where) {
    for (const [words, narrower] of [[upper, (a, b) => a < b], [lower, (a, b) => a > b]])
      for (const word of words) {
        if (direction === 'request' && now[word] !== undefined && (old[word] === undefined || narrower(now[word], old[word]))) report('limit-narrowed', `${where} ${word}`);
        if (direction === 'response' && old[word] !== undefined && (now[word] === undefined || narrower(old[word], now[word]))) report('limit-widened', `${where} ${word}`);
      }
    // Whether one pattern takes more than another cannot be told by looking, so any change counts.
    for (const word of ['pattern', 'multipleOf', 'uniqueItems'])
      if (old[word] !== now[word] && (direction === 'request' ? now[word] : old[word]) !== undefined) report('pattern-changed', `${where} ${word}`);
  }

  function variants(old, now, direction, where) {
    for (const word of ['oneOf', 'anyOf']) {
      if (!old[word] && !now[word]) continue;
      if (!old[word] || !now[word]) { report('union-changed', where); continue; }
      const sameAs = (a, b) => a.$ref ? a.$ref === b.$ref : !b.$ref && String(a.type) === String(b.type);
      for (const variant of old[word]) {
        const same = now[word].find(v => sameAs(variant, v));
        if (same) schema(variant, same, direction, where);
        else report('variant-removed', `${where} ${variant.$ref?.split('/').at(-1) ?? JSON.stringify(variant)}`);
      }
      for (const variant of now[word])
        if (direction === 'response' && variant.type === 'null' && !old[word].some(v => sameAs(variant, v))) report('type-widened', where);
    }
    if (!old.discriminator) return;
    if (old.discriminator.propertyName !== now.discriminator?.propertyName) report('discriminator-changed', where);
    for (const [tag, target] of Object.entries(old.discriminator.mapping ?? {}))
      if (now.discriminator?.mapping?.[tag] !== target) report('discriminator-changed', `${where} ${tag}`);
  }

  function members(old, now, direction, where) {
    for (const name of (direction === 'request' ? now : old).required)
      if (!(direction === 'request' ? old : now).required.includes(name)) report(direction === 'request' ? 'required-added' : 'required-removed', `${where}.${name}`);
    for (const [name, member] of Object.entries(old.properties)) {
      if (now.properties[name]) schema(member, now.properties[name], direction, `${where}.${name}`);
      else report('field-removed', `${where}.${name}`);
    }
    const [oldMore, newMore] = [old.additionalProperties ?? true, now.additionalProperties ?? true];
    if (typeof oldMore === 'object' && typeof newMore === 'object') schema(oldMore, newMore, direction, `${where}.*`);
    else if (direction === 'request' && newMore !== true && oldMore !== false && !isDeepStrictEqual(oldMore, newMore)) report('object-closed', where);
    else if (direction === 'response' && typeof oldMore === 'object' && newMore !== false) report('members-freed', where);
  }

  document();
  return found;
}

const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'x-maximum-limit'];
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const annotations = ['title', 'description', 'summary', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly', 'externalDocs', '$comment'];
const known = new Set([...upper, ...lower, ...annotations, 'type', 'format', 'contentMediaType', 'contentEncoding', 'default', 'values', 'pattern', 'multipleOf',
  'uniqueItems', 'oneOf', 'anyOf', 'discriminator', 'required', 'properties', 'additionalProperties', 'items']);

/** One schema in place of a reference, its siblings and allOf; `values` in place of enum and const. */
function flatten(document, schema) {
  if (!schema.properties && !schema.required && !schema.$ref && !schema.allOf) return flat(schema);
  const {$ref, allOf = [], ...own} = schema;
  const parts = [...($ref ? [flatten(document, deref(document, {$ref}))] : []), ...allOf.map(s => flatten(document, s)), flat(own)];
  return parts.reduce((a, b) => {
    const both = {...a, ...b, required: [...new Set([...a.required, ...b.required])], properties: {...a.properties}};
    for (const [name, member] of Object.entries(b.properties)) both.properties[name] = a.properties[name] ? {allOf: [a.properties[name], member]} : member;
    for (const word of upper) if (word in a && word in b) both[word] = Math.min(a[word], b[word]);
    for (const word of lower) if (word in a && word in b) both[word] = Math.max(a[word], b[word]);
    if (a.values && b.values) both.values = a.values.filter(v => b.values.some(w => isDeepStrictEqual(v, w)));
    if (a.type && b.type) both.type = [a.type].flat().filter(t => [b.type].flat().includes(t));
    for (const word of ['items', 'pattern', 'oneOf', 'anyOf', 'additionalProperties'])
      if (word in a && word in b && !isDeepStrictEqual(a[word], b[word])) throw new Error(`This check cannot merge two ${word} under allOf.`);
    return both;
  });
}

function flat({enum: values, const: value, ...rest}) {
  return {...rest, required: rest.required ?? [], properties: rest.properties ?? {}, ...(value !== undefined ? {values: [value]} : values ? {values} : {})};
}

/** Whether two parts of a contract say the same, words for people aside. */
const sameBut = (a, b) => isDeepStrictEqual(withoutWords(a), withoutWords(b));

function withoutWords(value, isMap = false) {
  if (Array.isArray(value)) return value.map(v => withoutWords(v));
  if (!value || typeof value !== 'object') return value;
  const words = [...annotations, 'tags', 'info'];
  return Object.fromEntries(Object.entries(value)
    .filter(([key]) => isMap || !words.includes(key) && !key.startsWith('x-'))
    .map(([key, child]) => [key, withoutWords(child, ['properties', 'schemas', 'mapping'].includes(key) && !isMap)]));
}

/** Why the newer contract must not be released as it is; empty where it may. */
export function objections(before, after, changelog) {
  const breaking = breakingChanges(before, after);
  const [old, now] = [before, after].map(d => d.info.version.split('.').map(Number));
  const higher = upTo => now.slice(0, upTo).some((n, i) => n > old[i] && now.slice(0, i).every((m, j) => m === old[j]));
  const entry = changelog.split(/^## /m).find(s => s.split('\n')[0].trim().split(' ')[0] === after.info.version)?.split('\n').slice(1).filter(l => l.trim());

  const found = [];
  if (breaking.length && !higher(1)) found.push(`Breaking changes need a major version above ${before.info.version}, not ${after.info.version}.`);
  else if (!sameBut(before, after) && !higher(2)) found.push(`The contract differs from ${before.info.version}; its version has to be higher, not ${after.info.version}.`);
  if (after.info.version !== before.info.version && !entry?.length) found.push(`CHANGELOG.md says nothing under "## ${after.info.version}".`);
  return {breaking, found};
}

function lastReleased() {
  const folder = new URL('openapi/released/', root);
  const newest = readdirSync(folder).filter(f => f.endsWith('.yaml')).sort((a, b) => a.localeCompare(b, 'en', {numeric: true})).at(-1);
  return new URL(newest, folder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [old, now, changelog] = process.argv.slice(2).map(f => pathToFileURL(f));
  const before = readContract(old ?? lastReleased()), after = readContract(now ?? contractFile);
  const {breaking, found} = objections(before, after, readFileSync(changelog ?? new URL('openapi/CHANGELOG.md', root), 'utf8'));
  breaking.forEach(({kind, where}) => console.log(`${kind}: ${where}`));
  found.forEach(f => console.error(f));
  console.log(`${before.info.version} to ${after.info.version}: ${breaking.length} breaking changes, ${found.length} objections`);
  process.exitCode = found.length ? 1 : 0;
}
