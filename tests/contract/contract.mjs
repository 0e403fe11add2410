// The contract as the checks read it: the parsed document, ajv over its schemas, and walks over both.
import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import YAML from 'yaml';

export const root = new URL('../../', import.meta.url);
export const contractFile = new URL('openapi/postpress.yaml', root);

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export const readContract = (file = contractFile) => YAML.parse(readFileSync(file, 'utf8'));

/** Follows references until something else stands there. */
export function deref(document, value) {
  while (value?.$ref) value = atPointer(document, value.$ref);
  return value;
}

export function atPointer(document, pointer) {
  const value = pointer.split('/').slice(1).reduce((at, part) => at?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')], document);
  if (value === undefined) throw new Error(`${pointer} leads nowhere.`);
  return value;
}

export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) => methods.filter(m => item[m]).map(method => ({
    id: item[method].operationId,
    method,
    path,
    operation: item[method],
    parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(p => deref(document, p)),
  })));
}

/** The examples of all bodies: whose they are, the schema that they are to fit, their name and value. */
export function bodyExamplesOf(document) {
  return operationsOf(document).flatMap(({id, path, operation}) => {
    const bodies = [{kind: 'request', content: deref(document, operation.requestBody)?.content}];
    for (const [status, response] of Object.entries(operation.responses))
      bodies.push({kind: 'response', status, content: deref(document, response).content});
    return bodies.flatMap(({kind, status, content}) => Object.entries(content ?? {}).flatMap(([contentType, {schema, examples, encoding}]) =>
      Object.entries(examples ?? {}).map(([name, example]) => ({
        operation: id, path, kind, status, contentType, schema, encoding, name, ...deref(document, example),
      }))));
  });
}

/** Validates against a schema of the document, with formats. `schema` is a reference or a schema without relative references. */
export function validator(document) {
  // Only the keywords that OpenAPI and its extensions add to JSON Schema are unknown to a strict ajv.
  const ajv = new Ajv2020({strict: true, strictTypes: false, strictRequired: false, allErrors: true, allowUnionTypes: true});
  addFormats(ajv);
  ajv.addFormat('binary', true);
  ajv.addVocabulary(['components', 'discriminator', 'example', 'xml', 'externalDocs', ...extensionsIn(document.components.schemas)]);
  ajv.addSchema({$id: 'contract', components: document.components}, undefined, undefined, false);
  const compiled = new Map();
  return (schema, value) => {
    const key = JSON.stringify(schema);
    if (!compiled.has(key)) compiled.set(key, ajv.compile(rebased(schema)));
    const validate = compiled.get(key);
    return validate(value) ? [] : validate.errors.map(e => `${e.instancePath || '/'} ${e.message}`);
  };
}

const rebased = schema => JSON.parse(JSON.stringify(schema), (key, value) => key === '$ref' && value.startsWith('#') ? 'contract' + value : value);

function extensionsIn(value, found = new Set()) {
  if (value && typeof value === 'object')
    for (const [key, child] of Object.entries(value)) {
      if (key.startsWith('x-')) found.add(key);
      extensionsIn(child, found);
    }
  return found;
}

/** The names of the components that a valid value is made of; of a union only the variants that fit. */
export function componentsMet(document, errorsOf, schema, value, met = new Set()) {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    met.add(name);
    componentsMet(document, errorsOf, atPointer(document, schema.$ref), value, met);
  }
  for (const branch of schema.allOf ?? []) componentsMet(document, errorsOf, branch, value, met);
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
    if (errorsOf(branch, value).length === 0) componentsMet(document, errorsOf, branch, value, met);
  if (Array.isArray(value) && schema.items) value.forEach(item => componentsMet(document, errorsOf, schema.items, item, met));
  if (value && typeof value === 'object' && !Array.isArray(value))
    for (const [name, member] of Object.entries(value)) {
      const property = schema.properties?.[name] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
      if (property) componentsMet(document, errorsOf, property, member, met);
    }
  return met;
}
