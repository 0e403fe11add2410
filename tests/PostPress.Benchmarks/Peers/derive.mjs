// The lowered contract for NSwag's own templates. The lowering speaks to ours through x- members; what of that plain
// OpenAPI can say is said here, so that the peers send and read what our client does:
//  - a variant's constant tag becomes a property with that default, unless a discriminator writes it;
//  - of several tags for one class the first is kept: NSwag stops at two;
//  - x- members are left out.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [, , input, output] = process.argv;
const document = JSON.parse(readFileSync(input, 'utf8'));
const schemas = document.components.schemas;

const discriminators = new Map();
for (const schema of Object.values(schemas)) {
  if (schema.discriminator) {
    const { propertyName, mapping } = schema.discriminator;
    const seen = new Set();
    for (const [tag, target] of Object.entries(mapping)) {
      if (seen.has(target)) {
        delete mapping[tag];
      }
      seen.add(target);
      discriminators.set(target.split('/').at(-1), propertyName);
    }
  }
}

for (const [name, schema] of Object.entries(schemas)) {
  const own = schema.allOf?.at(-1) ?? schema;
  for (const tag of schema['x-tags'] ?? own['x-tags'] ?? []) {
    if (tag.const !== undefined && tag.wire !== discriminators.get(name)) {
      own.properties = { [tag.wire]: { type: 'string', default: tag.const }, ...own.properties };
    }
  }
}

const plain = (_, value) => value && typeof value === 'object' && !Array.isArray(value)
  ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')))
  : value;
const text = JSON.stringify(document, plain);
if (!existsSync(output) || readFileSync(output, 'utf8') !== text) {
  writeFileSync(output, text);
}
