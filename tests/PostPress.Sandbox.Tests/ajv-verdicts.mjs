// Reads the contract and a list of values, and says of each value whether ajv finds it valid.
// usage: node ajv-verdicts.mjs <folder with node_modules> <contract.yaml> < {"schemas":[…],"values":[…]} > {"schemas":[…],"values":[…]}
//   schemas: [{schema, value}], a schema of its own for each value; values: [{schema: "#/…", value}], schemas of the contract.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const [tools, contract] = process.argv.slice(2);
const require = createRequire(path.resolve(tools, 'package.json'));
const {Ajv2020} = require('ajv/dist/2020');
const YAML = require('yaml');

// Not strict: a contract has keywords of OpenAPI beside those of JSON Schema. Formats are annotations there.
const ajv = new Ajv2020({strict: false, validateFormats: false, logger: false});
ajv.addSchema(YAML.parse(readFileSync(contract, 'utf8')), 'contract');

const compiled = new Map();
const at = pointer => {
  if (!compiled.has(pointer))
    compiled.set(pointer, ajv.compile({$ref: 'contract#' + pointer.slice(1).split('/').map(encodeURIComponent).join('/')}));
  return compiled.get(pointer);
};

const {schemas, values} = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify({
  schemas: schemas.map(({schema, value}) => ajv.compile(schema)(value)),
  values: values.map(({schema, value}) => at(schema)(value)),
}));
