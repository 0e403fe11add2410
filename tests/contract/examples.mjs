// Validates every example of the contract by ajv: bodies, parameters, schemas. And each component has to occur in one.
// usage: node examples.mjs [contract.yaml]
import {pathToFileURL} from 'node:url';
import {bodyExamplesOf, componentsMet, contractFile, operationsOf, readContract, validator} from './contract.mjs';

const document = readContract(process.argv[2] ? pathToFileURL(process.argv[2]) : contractFile);
const errorsOf = validator(document);
const problems = [];
const met = new Set();
let count = 0;

function check(where, schema, value) {
  count++;
  const errors = errorsOf(schema, value);
  if (errors.length) problems.push(`${where}: ${errors.slice(0, 5).join('; ')}`);
  else componentsMet(document, errorsOf, schema, value, met);
}

for (const {operation, kind, status, name, schema, value} of bodyExamplesOf(document))
  check(`${operation} ${kind}${status ? ` ${status}` : ''} \`${name}\``, schema, value);

for (const {id, parameters} of operationsOf(document))
  for (const parameter of parameters)
    for (const [name, {value}] of Object.entries(parameter.examples ?? {}))
      check(`${id} parameter ${parameter.name} \`${name}\``, parameter.schema, value);

for (const [name, schema] of Object.entries(document.components.schemas))
  (schema.examples ?? []).forEach((value, i) => check(`${name} example ${i}`, {$ref: `#/components/schemas/${name}`}, value));

for (const name of Object.keys(document.components.schemas))
  if (!met.has(name)) problems.push(`No example shows ${name}.`);

problems.forEach(p => console.error(p));
console.log(`${count} examples, ${met.size} of ${Object.keys(document.components.schemas).length} components shown, ${problems.length} problems`);
process.exitCode = problems.length || !count ? 1 : 0;
