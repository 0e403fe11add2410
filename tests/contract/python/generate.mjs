// Generates Python classes from the contract's schemas, by quicktype: what goes in and comes out of each operation.
// usage: node generate.mjs
import {mkdirSync, writeFileSync} from 'node:fs';
import {FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype} from 'quicktype-core';
import {operationsOf, readContract, deref} from '../contract.mjs';

const document = readContract();
const names = new Set(['ApiError', ...operationsOf(document).flatMap(({operation}) => [operation.requestBody, operation.responses['200'] ?? operation.responses['201']].filter(Boolean)
  .flatMap(body => Object.values(deref(document, body).content).map(media => media.schema.$ref.split('/').at(-1))))]);

const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
for (const name of names) {
  const schema = {$ref: `#/definitions/${name}`, definitions: document.components.schemas};
  // Times stay text: their parsing needs a package beyond Python's own library.
  const withoutTimes = JSON.stringify(schema, (key, value) => key === 'format' && value === 'date-time' ? undefined : value);
  await input.addSource({name, schema: withoutTimes.replaceAll('#/components/schemas/', '#/definitions/')});
}
const inputData = new InputData();
inputData.addInput(input);
const {lines} = await quicktype({inputData, lang: 'python', rendererOptions: {'python-version': '3.7'}});

const folder = new URL('generated/', import.meta.url);
mkdirSync(folder, {recursive: true});
writeFileSync(new URL('postpress.py', folder), lines.join('\n'));
